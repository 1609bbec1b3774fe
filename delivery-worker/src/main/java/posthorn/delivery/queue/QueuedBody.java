package posthorn.delivery.queue;

import com.google.protobuf.ByteString;
import posthorn.protocol.wire.AcceptedMail;

/** Where the octets of a queued message are. */
public sealed interface QueuedBody {

    /** Where the octets of an accepted message are. */
    static QueuedBody of(AcceptedMail mail) {
        return switch (mail.getBodyCase()) {
            case INLINE -> new Inline(mail.getInline());
            case TRANSIT -> new Transit(mail.getTransit());
            case BODY_NOT_SET -> new Gone();
        };
    }

    /** Octets that the body takes up in memory while its document is at hand. */
    default long octetsInMemory() {
        return this instanceof Inline(ByteString octets) ? octets.size() : 0;
    }

    /** In the document itself; up to 256 KiB. */
    record Inline(ByteString octets) implements QueuedBody {}

    /** A transit body in {@code mailbox-api} that belongs to this message alone. */
    record Transit(String name) implements QueuedBody {}

    /** Nothing needs it any more. */
    record Gone() implements QueuedBody {}
}
