package posthorn.frontend.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Octets of messages that may be held for clients that have not taken them yet, for all sessions of
 * a pod together: a client that falls silent keeps what was read for it, and thousands may. Safe
 * for all threads.
 */
public final class ReadAheadBudget {

    private final long octets;
    private final AtomicLong left;

    /**
     * A budget of so many octets.
     *
     * @param octets 0: nothing is read ahead
     */
    public ReadAheadBudget(long octets) {
        this.octets = octets;
        this.left = new AtomicLong(octets);
    }

    /** Takes octets out of the budget; false: there are not so many, and nothing was taken. */
    public boolean take(long wanted) {
        if (left.addAndGet(-wanted) >= 0) {
            return true;
        }
        give(wanted);
        return false;
    }

    /** Gives back what was taken. */
    public void give(long taken) {
        left.addAndGet(taken);
    }

    /** Octets that are taken now. */
    public long held() {
        return octets - left.get();
    }
}
