package posthorn.delivery.queue;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The queue's documents. Each write is one conditional update or insert, durable (majority and
 * journal) when it is answered; each may take effect late or twice when its answer was lost. Reads
 * see every write that was answered before.
 *
 * <p>All methods block and throw {@link AnswerLost} when the store did not answer. Those that
 * return a document throw {@link BrokenDocument} when it cannot be read; an operator has been told
 * so, once for each document.
 */
public interface QueueStore {

    /**
     * Where something is to be done.
     *
     * @param id message
     * @param destination position in {@link QueuedMessage#destinations}
     * @param seen the destination as it was found
     */
    record DestinationRef(String id, int destination, Destination seen) {}

    /**
     * Writes a new document.
     *
     * @return false when one with this id stands already, which is left as it is
     */
    boolean insert(QueuedMessage message);

    /** The document, body included; empty: there is none. */
    Optional<QueuedMessage> find(String id);

    /**
     * Puts {@code claim} on a destination, only if it is as it was seen: unclaimed with the same
     * {@link Destination#recorded}, or with the same claim. Taking over a claim that had come to
     * the end of data counts {@link Destination#maybeTwice} up in the same update.
     *
     * @return the document with the claim on it, body included; empty: it is not as it was seen
     * @throws BrokenDocument when it cannot be read; then nobody has a claim on the destination,
     *     and no next attempt is planned
     */
    Optional<QueuedMessage> claim(DestinationRef ref, Claim claim);

    /** Marks the claim with this token as having come to the end of data; false: it is lost. */
    boolean markEndingData(String id, int destination, String token);

    /** Writes what an attempt came to, only if the claim with this token stands. */
    boolean settle(String id, int destination, String token, Settlement settlement);

    /**
     * {@link #settle} and {@link #close} as one update, only if nothing but the body is left after
     * it. False: something else is left, or the claim does not stand; nothing has changed.
     *
     * @param settlement without pending messages
     */
    boolean settleLast(String id, int destination, String token, Settlement settlement, long now);

    /**
     * Replaces the pending notifications by others, only if they are those that were seen, and
     * counts {@link QueuedMessage#left} accordingly.
     *
     * @param seen all that the document had
     * @param merged those that take their place, at most as many
     * @return false when the document has others
     */
    boolean seal(String id, List<PendingNotification> seen, List<PendingNotification> merged);

    /** Moves a pending message to those that followed; false: it was not pending. */
    boolean markProduced(String id, String pending);

    /** Drops the body and ends the document, only if nothing else is left to do. */
    boolean close(String id, long now);

    /**
     * Plans the next attempt for {@code when}, only if nobody has claimed the destination and it is
     * as it was seen.
     */
    boolean reschedule(DestinationRef ref, long when);

    /** Unclaimed destinations whose next attempt is due, the oldest first where that is cheap. */
    List<DestinationRef> due(long now, Collection<String> exceptKeys, int limit);

    /** Destinations claimed by {@code worker}. */
    List<DestinationRef> claimedBy(String worker, int limit);

    /** Ids of messages with a pending message written before {@code before}. */
    List<String> pendingBefore(long before, int limit);

    /** Ids of messages with nothing left but the body. */
    List<String> closable(int limit);
}
