package posthorn.mailbox.accountcache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after another, in the order in which they came, on threads that it shares with
 * others. Whatever a task throws, an error too, is logged and the next task runs.
 */
final class SerialQueue {

    private static final Logger LOG = Logger.getLogger(SerialQueue.class);
    private static final int IN_A_ROW = 64;
    private static final long IDLE = -1;

    private final Executor threads;
    private final LongSupplier nanos;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean closed;
    private volatile long turnAt = IDLE;

    /**
     * An empty queue.
     *
     * @param nanos a clock that never goes back
     */
    SerialQueue(Executor threads, LongSupplier nanos) {
        this.threads = threads;
        this.nanos = nanos;
    }

    /**
     * Adds a task; false: the queue was closed, the task will not run.
     *
     * @throws RejectedExecutionException when the threads take nothing more: the process ends
     */
    boolean execute(Runnable task) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            tasks.add(task);
            if (running) {
                return true;
            }
            running = true;
            turnAt = now();
        }
        start();
        return true;
    }

    /** Closes if there is nothing to run and {@code idle} says so, asked while nothing runs. */
    synchronized boolean closeIf(BooleanSupplier idle) {
        closed = closed || (!running && tasks.isEmpty() && idle.getAsBoolean());
        return closed;
    }

    /**
     * For how long the task whose turn it is has run or waited for a thread: tasks never wait for
     * anything, so that a long time means that it does not come back, or that nobody runs it.
     */
    Duration sinceTurn() {
        long at = turnAt;
        return at == IDLE ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanos.getAsLong() - at));
    }

    /** Takes no more tasks; those that wait still run. */
    synchronized void close() {
        closed = true;
    }

    /** Never {@link #IDLE}. */
    private long now() {
        long now = nanos.getAsLong();
        return now == IDLE ? 0 : now;
    }

    private void start() {
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                tasks.clear();
                running = false;
                turnAt = IDLE;
            }
            throw e;
        }
    }

    private void drain() {
        for (int i = 0; i < IN_A_ROW; i++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable failure) {
                LOG.error("a task of an account failed", failure);
            }
        }
        try {
            start();
        } catch (RejectedExecutionException e) {
            LOG.debug("the threads of the accounts have stopped", e);
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = tasks.poll();
        running = task != null;
        turnAt = running ? now() : IDLE;
        return task;
    }
}
