package posthorn.delivery.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What people and the ledger ask the queue. All methods throw {@link AnswerLost} as it does. In
 * place of a document that cannot be read stands one with its id, and one held recipient.
 */
public interface QueueLookup {

    /** Those of {@code ids} that have a document, open or closed, without their inline bodies. */
    Map<String, QueuedMessage> documents(Collection<String> ids);

    /**
     * Messages with something left to do, the oldest first, without their inline bodies.
     *
     * @param after id of the message that the first one comes behind; empty: from the start
     */
    List<QueuedMessage> open(String after, int limit);

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
