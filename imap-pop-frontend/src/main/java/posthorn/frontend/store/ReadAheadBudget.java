package posthorn.frontend.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for octets of messages that clients may ask for next, shared by all sessions of a pod: a
 * client that falls silent keeps what was read for it, and thousands may. Safe for all threads.
 */
public final class ReadAheadBudget {

    private final AtomicLong left;

    /**
     * Room for so many octets.
     *
     * @param octets 0: nothing is read ahead
     */
    public ReadAheadBudget(long octets) {
        this.left = new AtomicLong(octets);
    }

    /** Takes room; false: there is not so much. */
    boolean take(long octets) {
        if (left.addAndGet(-octets) >= 0) {
            return true;
        }
        give(octets);
        return false;
    }

    /** Gives back what was taken. */
    void give(long octets) {
        left.addAndGet(octets);
    }
}
