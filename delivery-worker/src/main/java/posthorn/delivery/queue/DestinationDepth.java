package posthorn.delivery.queue;

import java.util.Optional;

/**
 * What is left to do at one destination.
 *
 * @param key of the destination
 * @param waiting recipients that wait
 * @param held recipients that are held
 * @param oldest milliseconds since 1970, when the oldest of their messages was accepted
 * @param next milliseconds since 1970 of the next attempt; {@link Destination#NEVER}: none is
 *     planned
 * @param last the latest attempt at any of them; empty: none was made
 */
public record DestinationDepth(
        String key, long waiting, long held, long oldest, long next, Optional<Attempt> last) {

    static DestinationDepth none(String key) {
        return new DestinationDepth(key, 0, 0, Long.MAX_VALUE, Destination.NEVER, Optional.empty());
    }

    /** The same with one more recipient. */
    DestinationDepth and(QueuedMessage message, QueuedRecipient recipient) {
        boolean waits = recipient.state() == RecipientState.WAITING;
        Optional<Attempt> latest =
                recipient.tried().isEmpty()
                        ? Optional.empty()
                        : Optional.of(recipient.tried().getLast());
        return new DestinationDepth(
                key,
                waiting + (waits ? 1 : 0),
                held + (waits ? 0 : 1),
                Math.min(oldest, message.created()),
                Math.min(next, message.destinations().get(recipient.destination()).next()),
                later(last, latest));
    }

    private static Optional<Attempt> later(Optional<Attempt> one, Optional<Attempt> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().at() >= other.get().at() ? one : other;
    }
}
