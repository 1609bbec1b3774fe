package posthorn.delivery;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import posthorn.delivery.dispatch.MessageMemory;
import posthorn.delivery.dispatch.WorkerStopped;

/** A bound on the octets of messages that the worker holds in memory. Safe for all threads. */
final class OctetBudget implements MessageMemory {

    /** Octets are counted in units, so that a large bound fits the counter. */
    private static final int UNIT = 1024;

    private static final long LOOK_EVERY_MILLIS = 500;

    private final int units;
    private final Semaphore free;
    private final WorkerSignals signals;

    /**
     * All of it is free.
     *
     * @param octets the bound, at least 1 KiB
     * @param signals end the waiting when the worker stops
     */
    OctetBudget(long octets, WorkerSignals signals) {
        this.units = Math.clamp(octets / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
        this.signals = signals;
    }

    @Override
    public Lease take(long octets) {
        int wanted = Math.clamp((octets + UNIT - 1) / UNIT, 0, units);
        try {
            while (!free.tryAcquire(wanted, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (signals.stopping()) {
                    throw new WorkerStopped();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerStopped();
        }
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                free.release(wanted);
            }
        };
    }

    /** Octets that are held, in whole units. */
    long held() {
        return (long) (units - free.availablePermits()) * UNIT;
    }
}
