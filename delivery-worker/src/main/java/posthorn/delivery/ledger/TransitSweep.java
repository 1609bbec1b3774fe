package posthorn.delivery.ledger;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.ledger.TransitInventory.Stored;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;

/**
 * Drops transit bodies that nothing needs: whose record never came, or whose message ended while
 * they could not be dropped. A body is looked at only when the ledger has settled every record that
 * was written until long after the body was: what its message still needs then stands in the queue.
 */
public final class TransitSweep {

    private static final int PAGE = 500;

    /** Dropped in one sweep, so that it ends in bounded time; the next one goes on. */
    private static final int MOST_DROPS = 2000;

    private final TransitInventory bodies;
    private final QueueLookup queue;

    /** A sweep over the stored bodies. */
    public TransitSweep(TransitInventory bodies, QueueLookup queue) {
        this.bodies = bodies;
        this.queue = queue;
    }

    /**
     * Drops what was stored before a time and is not named by an open document.
     *
     * @param before milliseconds since 1970; every record written until a day later is settled
     * @return how many were dropped; many are dropped by several sweeps
     * @throws posthorn.delivery.queue.AnswerLost when somebody does not answer; what was dropped by
     *     then stays so
     */
    public int sweep(long before) {
        int dropped = 0;
        String after = "";
        List<Stored> page;
        do {
            page = bodies.storedBefore(before, after, PAGE);
            Map<String, QueuedMessage> documents =
                    queue.documents(page.stream().map(Stored::message).distinct().toList());
            for (Stored body : page) {
                if (!needed(body, documents.get(body.message()))) {
                    bodies.drop(body.name());
                    dropped++;
                }
                after = body.next();
            }
        } while (page.size() == PAGE && dropped < MOST_DROPS);
        return dropped;
    }

    private static boolean needed(Stored body, @Nullable QueuedMessage document) {
        return document != null
                && document.left() > 0
                && document.body() instanceof QueuedBody.Transit(String name)
                && name.equals(body.name());
    }
}
