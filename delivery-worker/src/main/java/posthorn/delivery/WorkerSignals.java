package posthorn.delivery;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import posthorn.delivery.dispatch.Backoff;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.runtime.PeriodicTask;

/**
 * How this worker's threads wait: for the next queue run, for a store that is away, and not at all
 * once the worker stops. A stop has two steps: after {@link #drain} no new work begins and work in
 * hand goes on, waits included; after {@link #stop} every wait ends. Safe for all threads.
 */
@Singleton
public final class WorkerSignals implements Backoff {

    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PlannedQueueRuns planned = new PlannedQueueRuns();
    private final InstantSource clock = InstantSource.system();
    private boolean runWanted;
    private final CountDownLatch drain = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);

    /** Ends the waits of those who look for new work, now and later. */
    void drain() {
        drain.countDown();
        wakeQueueRunner();
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
        lock.lock();
        try {
            runWanted = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Has the queue runner look at that time, in milliseconds since 1970, or soon behind it. */
    void planQueueRun(long when) {
        lock.lock();
        try {
            if (planned.add(when, clock.millis())) {
                changed.signal();
            }
        } finally {
            lock.unlock();
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

    /** Waits for {@link #wakeQueueRunner} or a time that was planned, at most so long. */
    void awaitQueueRun(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        lock.lockInterruptibly();
        try {
            while (!runWanted) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                long wait = planned.untilNext(clock.millis(), Math.max(0, left));
                if (wait == 0) {
                    break;
                }
                changed.await(wait, TimeUnit.MILLISECONDS);
            }
            runWanted = false;
            planned.runs(clock.millis());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void after(int failures) {
        PeriodicTask.goesOn();
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
