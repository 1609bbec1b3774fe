package posthorn.delivery.dispatch;

import com.google.protobuf.ByteString;

/** Where the octets of a queued message are. */
public sealed interface Body {

    /** In the document itself; up to 256 KiB. */
    record Inline(ByteString octets) implements Body {}

    /** A transit body in {@code mailbox-api} that belongs to this message alone. */
    record Transit(String name) implements Body {}

    /** Nothing needs it any more. */
    record Gone() implements Body {}
}
