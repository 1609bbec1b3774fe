package posthorn.delivery.dispatch;

import java.util.Collection;
import java.util.Optional;

/** Those who make attempts on this worker, so many at once, and so many per destination. */
public interface Crew {

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
     * Puts an attempt at {@code key} into the line of those that are made when a slot is free. One
     * that stands in it when the worker stops is not made.
     *
     * @return false: the line is full
     */
    boolean later(String key, Runnable attempt);

    /** Destinations all of whose slots are taken, or that stand in the line. */
    Collection<String> saturated();
}
