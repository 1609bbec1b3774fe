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
 * <p>A log that cannot be written or flushed may hold anything, also a part of the batch that
 * failed. From the first such failure on nothing is written, nobody gets an answer any more, and
 * the owner is told once so that the process ends.
 */
final class CommitLog implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(CommitLog.class.getName());

    /** The log below: RocksDB's own. */
    interface WriteAheadLog {
        /**
         * Writes a batch without flushing it.
         *
         * @param durable a {@link #position} up to which the log was flushed before this write
         */
        void write(WriteBatch batch, long durable) throws RocksDBException;

        /** Brings everything that was written to the disk. */
        void flush() throws Exception;

        /** How far the log was written; grows with each batch, also over restarts. */
        long position();
    }

    private record Waiter(long number, Runnable task) {}

    /** What a flush covers. */
    private record Target(long number, long position) {}

    private final WriteAheadLog log;
    private final Consumer<Throwable> onFailure;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition written = mutex.newCondition();
    private final PriorityQueue<Waiter> waiters =
            new PriorityQueue<>(Comparator.comparingLong(Waiter::number));
    private final LongAdder flushes = new LongAdder();
    private final Thread flusher;
    private volatile long latest;
    private volatile long flushed;
    private volatile long durablePosition;
    private volatile boolean failed;
    private boolean closed;

    /**
     * A log of which everything is flushed.
     *
     * @param onFailure told of the first write or flush that fails
     */
    CommitLog(WriteAheadLog log, Consumer<Throwable> onFailure) {
        this.log = log;
        this.onFailure = onFailure;
        this.durablePosition = log.position();
        this.flusher = Thread.ofPlatform().name("store-flush").daemon().unstarted(this::run);
    }

    CommitLog start() {
        flusher.start();
        return this;
    }

    /**
     * Writes the batch; from now on it is visible, and after a while durable.
     *
     * @throws RocksDBException when it could not be written; the log has failed then
     * @throws IllegalStateException when the log has failed before
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written under the mutex alone, read without.
    void commit(WriteBatch batch) throws RocksDBException {
        mutex.lock();
        try {
            if (failed) {
                throw new IllegalStateException("the log has failed");
            }
            latest = latest + 1;
            log.write(batch, durablePosition);
        } catch (RocksDBException | RuntimeException | Error e) {
            fail(e);
            throw e;
        } finally {
            written.signal();
            mutex.unlock();
        }
    }

    private void fail(Throwable cause) {
        mutex.lock();
        try {
            if (failed) {
                return;
            }
            failed = true;
        } finally {
            mutex.unlock();
        }
        synchronized (waiters) {
            waiters.clear();
        }
        onFailure.accept(cause);
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
     * thread, or later on the flushing one, which must not be held up. It never runs when the log
     * fails before.
     */
    void whenDurable(long number, Runnable task) {
        if (flushed < number) {
            synchronized (waiters) {
                if (flushed < number) {
                    if (!failed) {
                        waiters.add(new Waiter(number, task));
                    }
                    return;
                }
            }
        }
        task.run();
    }

    private void run() {
        try {
            while (awaitWork()) {
                Target target = target();
                log.flush();
                flushes.increment();
                release(target);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Waits for something to flush; false when no more will come. */
    private boolean awaitWork() throws InterruptedException {
        mutex.lock();
        try {
            while (latest == flushed && !closed && !failed) {
                written.await();
            }
            return latest != flushed && !failed;
        } finally {
            mutex.unlock();
        }
    }

    private Target target() {
        mutex.lock();
        try {
            return new Target(latest, log.position());
        } finally {
            mutex.unlock();
        }
    }

    private void release(Target target) {
        List<Runnable> ready = new ArrayList<>();
        durablePosition = target.position;
        synchronized (waiters) {
            flushed = target.number;
            for (Waiter w = waiters.peek();
                    w != null && w.number <= target.number;
                    w = waiters.peek()) {
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
            LOGGER.log(System.Logger.Level.DEBUG, "an answer could not be sent", e);
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
