package posthorn.mailbox.accountcache;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after another, in the order in which they came, on threads that it shares with
 * others. Whatever a task throws, an error too, is logged and the next task runs.
 */
final class SerialQueue {

    private static final Logger LOG = Logger.getLogger(SerialQueue.class);
    private static final int IN_A_ROW = 64;

    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    SerialQueue(Executor threads) {
        this.threads = threads;
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
        }
        start();
        return true;
    }

    /** Closes if there is nothing to run and {@code idle} says so, asked while nothing runs. */
    synchronized boolean closeIf(BooleanSupplier idle) {
        closed = closed || (!running && tasks.isEmpty() && idle.getAsBoolean());
        return closed;
    }

    /** Takes no more tasks; those that wait still run. */
    synchronized void close() {
        closed = true;
    }

    private void start() {
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                tasks.clear();
                running = false;
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
        return task;
    }
}
