package posthorn.delivery.ledger;

import java.util.List;
import posthorn.delivery.queue.AnswerLost;

/** The transit bodies that are stored. All methods throw {@link AnswerLost} without an answer. */
public interface TransitInventory {

    /**
     * One body.
     *
     * @param name its name
     * @param message id of the message that it belongs to
     * @param next where the next page begins
     */
    record Stored(String name, String message, String next) {}

    /**
     * Bodies that were stored before a time, the oldest first.
     *
     * @param before milliseconds since 1970
     * @param after {@link Stored#next} of the last one of the page before; empty: from the start
     * @return at most {@code limit}; fewer: there are no more
     */
    List<Stored> storedBefore(long before, String after, int limit);

    /** Drops a body; does nothing when it is gone already. */
    void drop(String name);
}
