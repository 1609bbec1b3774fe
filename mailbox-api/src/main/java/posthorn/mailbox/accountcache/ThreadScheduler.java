package posthorn.mailbox.accountcache;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs the work of the accounts on a small pool of threads, with one more thread for what comes
 * later. After {@link #close} nothing runs any more.
 */
public final class ThreadScheduler implements Scheduler, AutoCloseable {

    private final InstantSource clock;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;

    /** Starts as many threads as there are processors, at least two. */
    public ThreadScheduler(InstantSource clock) {
        this.clock = clock;
        this.threads =
                Executors.newFixedThreadPool(
                        Math.max(2, Runtime.getRuntime().availableProcessors()),
                        Thread.ofPlatform().daemon().name("account-", 0).factory());
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("account-timer").factory());
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void after(long nanos, Runnable task) {
        try {
            timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Only a timer that was closed refuses; nobody waits for the task any more.
            if (!timer.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    /** For tasks that come again and again. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
