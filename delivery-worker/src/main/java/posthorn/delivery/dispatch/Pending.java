package posthorn.delivery.dispatch;

import java.util.List;
import posthorn.protocol.wire.MessageIds;

/**
 * A message that follows from this one and is not known to stand on the log yet. It is composed
 * from the document when it is produced, so what is kept here is small.
 *
 * @param id derived from the message, the first recipient and the kind: producing it twice is one
 *     message
 * @param kind what it tells
 * @param ordinals recipients it tells about, ascending, at least one
 * @param at milliseconds since 1970: its date
 */
public record Pending(String id, Kind kind, List<Integer> ordinals, long at) {

    /** What a message that follows tells the sender. */
    public enum Kind {
        /** Delivery failed for good (RFC 3464 action {@code failed}). */
        FAILURE,
        /** Delivery takes longer (RFC 3464 action {@code delayed}). */
        DELAY
    }

    /** Keeps {@code ordinals} from changing. */
    public Pending {
        ordinals = List.copyOf(ordinals);
    }

    static Pending of(String parent, Kind kind, List<Integer> ordinals, long at) {
        String name =
                switch (kind) {
                    case FAILURE -> "dsn-failure";
                    case DELAY -> "dsn-delay";
                };
        String id = MessageIds.derived(parent, ordinals.getFirst().toString(), name, 0);
        return new Pending(id, kind, ordinals, at);
    }
}
