package posthorn.protocol.smtp;

import java.util.Optional;

/** Where a message comes from and failures are returned to (RFC 5321 §3.3, §4.1.2). */
public sealed interface ReversePath {
    /** {@code <>}: nothing is returned to it (RFC 5321 §4.5.5). */
    ReversePath NULL = new Null();

    /** The path in a text without angle brackets, as records carry it; {@code ""} is {@code <>}. */
    static Optional<ReversePath> parse(String text) {
        return text.isEmpty() ? Optional.of(NULL) : Mailbox.parse(text).map(Sender::new);
    }

    /** Without angle brackets; the null path is the empty text. */
    String encode();

    /** The address; empty for the null path. */
    Optional<Mailbox> mailbox();

    /** {@code <>}. */
    record Null() implements ReversePath {
        @Override
        public String encode() {
            return "";
        }

        @Override
        public Optional<Mailbox> mailbox() {
            return Optional.empty();
        }
    }

    /**
     * An address; a source route before it was dropped (RFC 5321 §C).
     *
     * @param address where failures go
     */
    record Sender(Mailbox address) implements ReversePath {
        @Override
        public String encode() {
            return address.encode();
        }

        @Override
        public Optional<Mailbox> mailbox() {
            return Optional.of(address);
        }
    }
}
