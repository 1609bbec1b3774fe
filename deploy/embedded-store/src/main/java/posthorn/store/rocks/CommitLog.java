package posthorn.store.rocks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Numbers the write batches and flushes RocksDB's log for all who wait, so that many writers share
 * one flush (group commit).
 *
 * <p>A number is given before its batch becomes visible, under the mutex under which it is written.
 * So whoever has seen a batch finds {@link #latest} at its number or above, and whoever holds the
 * mutex knows that all batches up to {@code latest} are written. One thread takes that number,
 * flushes without the mutex, and lets go of everyone who waited for a number up to it.
 *
 * <p>A log that cannot be flushed may hold anything: nobody gets an answer any more, and the owner
 * is told so that the process ends.
 */
final class CommitLog implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CommitLog.class.getName());

    /** Writes a batch without flushing it. */
    @FunctionalInterface
    interface Writing {
        void write(WriteBatch batch) throws RocksDBException;
    }

    /** Brings everything that was written to the disk. */
    @FunctionalInterface
    interface Flushing {
        void flush() throws Exception;
    }

    private record Waiter(long number, Runnable task) {}

    private final Writing writing;
    private final Flushing flushing;
    private final Consumer<Throwable> onFailure;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition written = mutex.newCondition();
    private final PriorityQueue<Waiter> waiters =
            new PriorityQueue<>(Comparator.comparingLong(Waiter::number));
    private final LongAdder flushes = new LongAdder();
    private final Thread flusher;
    private volatile long latest;
    private volatile long flushed;
    private boolean closed;

    CommitLog(Writing writing, Flushing flushing, Consumer<Throwable> onFailure) {
        this.writing = writing;
        this.flushing = flushing;
        this.onFailure = onFailure;
        this.flusher = Thread.ofPlatform().name("store-flush").daemon().unstarted(this::run);
    }

    CommitLog start() {
        flusher.start();
        return this;
    }

    /** Writes the batch; from now on it is visible, and after a while durable. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written under the mutex alone, read without.
    void commit(WriteBatch batch) throws RocksDBException {
        mutex.lock();
        try {
            latest = latest + 1;
            writing.write(batch);
            written.signal();
        } finally {
            mutex.unlock();
        }
    }

    /** The number of the newest batch that anyone may have seen by now. */
    long latest() {
        return latest;
    }

    /** How often the log was flushed. */
    long flushes() {
        return flushes.sum();
    }

    /**
     * Runs the task as soon as the batches up to {@code number} are durable: at once on this
     * thread, or later on the flushing one, which must not be held up.
     */
    void whenDurable(long number, Runnable task) {
        if (flushed < number) {
            synchronized (waiters) {
                if (flushed < number) {
                    waiters.add(new Waiter(number, task));
                    return;
                }
            }
        }
        task.run();
    }

    private void run() {
        try {
            long target = awaitWork();
            while (target >= 0) {
                flushing.flush();
                flushes.increment();
                release(target);
                target = awaitWork();
            }
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }

    /** The number to flush up to, or -1 when everything is flushed and no more will come. */
    private long awaitWork() throws InterruptedException {
        mutex.lock();
        try {
            while (latest == flushed && !closed) {
                written.await();
            }
            return latest == flushed ? -1 : latest;
        } finally {
            mutex.unlock();
        }
    }

    private void release(long number) {
        List<Runnable> ready = new ArrayList<>();
        synchronized (waiters) {
            flushed = number;
            for (Waiter w = waiters.peek(); w != null && w.number <= number; w = waiters.peek()) {
                ready.add(w.task);
                waiters.remove();
            }
        }
        ready.forEach(CommitLog::run);
    }

    /** A task that fails, since its connection is gone, is no failure of the log. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "an answer could not be sent", e);
        }
    }

    /** Flushes what is left and ends. No batch may be written afterwards. */
    @Override
    public void close() {
        mutex.lock();
        try {
            closed = true;
            written.signal();
        } finally {
            mutex.unlock();
        }
        try {
            flusher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
