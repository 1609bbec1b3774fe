package posthorn.delivery.queue;

import java.util.List;
import posthorn.protocol.wire.MessageIds;

/**
 * A notification from this one and is not known to stand on the log yet. It is composed from the
 * document when it is produced, so what is kept here is small.
 *
 * @param id derived from the message, the first recipient and the kind: producing it twice is one
 *     message
 * @param kind what it tells
 * @param ordinals recipients it tells about, ascending, at least one
 * @param at milliseconds since 1970: its date
 */
public record PendingNotification(String id, Kind kind, List<Integer> ordinals, long at) {

    /** What a notification tells the sender. */
    public enum Kind {
        /** Delivery failed for good (RFC 3464 action {@code failed}). */
        FAILURE,
        /** Delivery takes longer (RFC 3464 action {@code delayed}). */
        DELAY
    }

    /** Keeps {@code ordinals} from changing. */
    public PendingNotification {
        ordinals = List.copyOf(ordinals);
    }

    /**
     * One with the id that follows from the message, the first recipient and the kind.
     *
     * @param parent id of the message that it tells about
     */
    public static PendingNotification of(
            String parent, Kind kind, List<Integer> ordinals, long at) {
        String name =
                switch (kind) {
                    case FAILURE -> "dsn-failure";
                    case DELAY -> "dsn-delay";
                };
        String id = MessageIds.derived(parent, ordinals.getFirst().toString(), name, 0);
        return new PendingNotification(id, kind, ordinals, at);
    }
}
