package posthorn.delivery;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.dispatch.Backoff;
import posthorn.delivery.dispatch.WorkerStopped;

/**
 * How this worker's threads wait: for the next queue run, for a store that is away, and not at all
 * once the worker stops. A stop has two steps: after {@link #drain} no new work begins and work in
 * hand goes on, waits included; after {@link #stop} every wait ends. Safe for all threads.
 */
@Singleton
public final class WorkerSignals implements Backoff {

    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2000;

    private final Semaphore queueRuns = new Semaphore(0);
    private final CountDownLatch drain = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);

    /** Ends the waits of those who look for new work, now and later. */
    void drain() {
        drain.countDown();
        queueRuns.release();
    }

    /** Ends every wait, now and later. */
    void stop() {
        drain();
        stop.countDown();
    }

    boolean draining() {
        return drain.getCount() == 0;
    }

    boolean stopping() {
        return stop.getCount() == 0;
    }

    /** Wakes the queue runner that waits for what is due, or spares it its next wait. */
    void wakeQueueRunner() {
        if (queueRuns.availablePermits() == 0) {
            queueRuns.release();
        }
    }

    /**
     * Waits so long, as one who looks for new work.
     *
     * @throws WorkerStopped when the worker drains or stops
     */
    void pause(Duration length) throws InterruptedException {
        if (drain.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new WorkerStopped();
        }
    }

    /**
     * Waits so long, as one whom work in hand needs.
     *
     * @throws WorkerStopped when the worker stops
     */
    void pauseUntilStop(Duration length) throws InterruptedException {
        if (stop.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new WorkerStopped();
        }
    }

    /** Waits for {@link #wakeQueueRunner}, at most so long. */
    void awaitQueueRun(Duration most) throws InterruptedException {
        if (queueRuns.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            queueRuns.drainPermits();
        }
    }

    @Override
    public void after(int failures) {
        long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 10));
        try {
            if (stop.await(millis, TimeUnit.MILLISECONDS)) {
                throw new WorkerStopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerStopped();
        }
    }
}
