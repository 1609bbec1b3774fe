package posthorn.delivery.api;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a pod is worth a call: a circuit breaker. States: closed (calls go) → open (no call goes,
 * except one now and then that tries the pod) → closed, when a call was answered. It opens after
 * some failures in a row, or when as many calls wait and none was answered for a while: one slow
 * call alone says nothing. Safe for all threads.
 */
final class PodBreaker {

    /**
     * When it opens and when it tries.
     *
     * @param failures so many calls in a row that the pod did not answer open it
     * @param stall so long without an answer, while as many calls wait, opens it, too
     * @param tryEvery while it is open, one call goes each time this has passed
     */
    record Limits(int failures, Duration stall, Duration tryEvery) {}

    private final Limits limits;
    private final LongSupplier nanos;
    private int failures;
    private int waiting;
    private boolean open;
    private long answeredAt;
    private long triedAt;

    /** A closed one. */
    PodBreaker(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.answeredAt = nanos.getAsLong();
    }

    /**
     * Whether a call may go; when it is open, the one that tries the pod. {@link #answered} or
     * {@link #failed} has to follow.
     */
    synchronized boolean begin() {
        long now = nanos.getAsLong();
        if (open) {
            if (now - triedAt < limits.tryEvery().toNanos()) {
                return false;
            }
            triedAt = now;
        }
        waiting++;
        return true;
    }

    /** The pod answered, whatever it said. */
    synchronized void answered() {
        waiting--;
        failures = 0;
        open = false;
        answeredAt = nanos.getAsLong();
    }

    /** A call got no answer. */
    synchronized void failed() {
        waiting--;
        failures++;
        if (failures >= limits.failures()) {
            open();
        }
    }

    /**
     * Whether a call that waits has to give up: no call was answered since it began, for too long,
     * and others wait as well, or the breaker is open already. Opens it.
     *
     * @param sinceNanos when the call began
     */
    synchronized boolean stalled(long sinceNanos) {
        long silent = nanos.getAsLong() - Math.max(answeredAt, sinceNanos);
        boolean alone = !open && waiting < limits.failures();
        if (alone || silent < limits.stall().toNanos()) {
            return false;
        }
        open();
        return true;
    }

    synchronized boolean isOpen() {
        return open;
    }

    private void open() {
        if (!open) {
            open = true;
            triedAt = nanos.getAsLong();
        }
    }
}
