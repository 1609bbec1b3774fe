package posthorn.delivery.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedMessage;

/** What the ledger asks the queue. All methods throw {@link AnswerLost} as the queue does. */
public interface QueueLookup {

    /** Those of {@code ids} that have a document, open or closed, without their inline bodies. */
    Map<String, QueuedMessage> documents(Collection<String> ids);

    /**
     * A closed document.
     *
     * @param ended milliseconds since 1970, when it was closed
     */
    record Closed(QueuedMessage document, long ended) {}

    /**
     * Documents that were closed from {@code from} until before {@code to}, the oldest first,
     * without their inline bodies.
     *
     * @param from milliseconds since 1970
     * @param to milliseconds since 1970
     */
    List<Closed> closedBetween(long from, long to, int limit);
}
