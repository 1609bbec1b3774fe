package posthorn.delivery.queue;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import posthorn.protocol.wire.MessageIds;

/**
 * A notification that follows from a message and is not known to stand on the log yet. It is
 * composed from the document when it is produced, so what is kept here is small.
 *
 * @param id derived from the message, the kind and all recipients: producing it twice is one
 *     message
 * @param kind what it tells
 * @param ordinals recipients it tells about, ascending, at least one
 * @param at milliseconds since 1970: its date
 * @param sealed it does not change any more, and may be on the log already; one that is not sealed
 *     is merged with others before it is produced
 */
public record PendingNotification(
        String id, Kind kind, List<Integer> ordinals, long at, boolean sealed) {

    /** What a notification tells the sender. */
    public enum Kind {
        /** Delivery failed for good (RFC 3464 action {@code failed}). */
        FAILURE,
        /** Delivery takes longer (RFC 3464 action {@code delayed}). */
        DELAY,
        /** The recipient has it, and the sender wanted to know (RFC 3461 §4.1). */
        SUCCESS
    }

    /** Keeps {@code ordinals} from changing. */
    public PendingNotification {
        ordinals = List.copyOf(ordinals);
    }

    /**
     * One about some recipients.
     *
     * @param parent id of the message that it tells about
     * @param ordinals ascending, at least one
     * @param at milliseconds since 1970
     */
    public static PendingNotification of(
            String parent, Kind kind, List<Integer> ordinals, long at, boolean sealed) {
        String name =
                switch (kind) {
                    case FAILURE -> "dsn-failure";
                    case DELAY -> "dsn-delay";
                    case SUCCESS -> "dsn-success";
                };
        String recipients =
                ordinals.stream().map(Object::toString).collect(Collectors.joining(","));
        String id = MessageIds.derived(parent, recipients, name, 0);
        return new PendingNotification(id, kind, ordinals, at, sealed);
    }

    /**
     * The one that tells what several of one kind tell, sealed.
     *
     * @param parent id of the message that they tell about
     * @param loose at least one, of one kind
     */
    public static PendingNotification sealed(String parent, List<PendingNotification> loose) {
        TreeSet<Integer> ordinals = new TreeSet<>();
        long at = 0;
        for (PendingNotification each : loose) {
            ordinals.addAll(each.ordinals());
            at = Math.max(at, each.at());
        }
        return of(parent, loose.getFirst().kind(), List.copyOf(ordinals), at, true);
    }
}
