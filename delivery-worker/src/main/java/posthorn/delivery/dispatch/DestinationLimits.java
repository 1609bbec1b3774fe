package posthorn.delivery.dispatch;

import java.util.Collection;
import java.util.Optional;

/**
 * Bounds on the attempts that this worker makes at once: in all, and per destination. Attempts
 * beyond them wait in memory, up to a bound of their own.
 */
public interface DestinationLimits {

    /** One attempt that may be made: exactly one of its methods is called, once. */
    interface Slot {
        /** Makes the attempt, on a thread of its own; the slot is free again afterwards. */
        void run(Runnable attempt);

        /** Gives the slot back unused. */
        void release();
    }

    /** A slot for an attempt at {@code key}; empty: all are taken. Does not wait. */
    Optional<Slot> slot(String key);

    /**
     * Lets an attempt at {@code key} wait for a slot, and makes it when there is one. An attempt
     * that still waits when the worker stops is not made.
     *
     * @return false when too many wait already; the attempt is not made then
     */
    boolean enqueue(String key, Runnable attempt);

    /**
     * Whether so many attempts wait for the hosts of {@code key} that another one has to wait in
     * the queue, so as not to stand before those at other hosts.
     */
    default boolean crowded(String key) {
        return false;
    }

    /** Destinations all of whose slots are taken, or at which attempts wait for one. */
    Collection<String> saturated();
}
