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
 * once the worker stops. Safe for all threads.
 */
@Singleton
public final class WorkerSignals implements Backoff {

    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2000;

    private final Semaphore calls = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);

    /** Ends every wait, now and later. */
    void stop() {
        stop.countDown();
        calls.release();
    }

    boolean stopping() {
        return stop.getCount() == 0;
    }

    /** Wakes the queue runner that waits for what is due, or spares it its next wait. */
    void wakeQueueRunner() {
        if (calls.availablePermits() == 0) {
            calls.release();
        }
    }

    /**
     * Waits so long.
     *
     * @throws WorkerStopped when the worker stops
     */
    void pause(Duration length) throws InterruptedException {
        if (stop.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new WorkerStopped();
        }
    }

    /** Waits for {@link #wakeQueueRunner}, at most so long. */
    void awaitQueueRun(Duration most) throws InterruptedException {
        if (calls.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            calls.drainPermits();
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
