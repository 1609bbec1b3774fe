package posthorn.protocol.smtp;

import java.util.Locale;
import java.util.Optional;

/** Where a message goes to (RFC 5321 §3.3, §4.1.1.3). */
public sealed interface ForwardPath {

    /** The path in a text without angle brackets, as records carry it; empty when it is none. */
    static Optional<ForwardPath> parse(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("postmaster")) {
            return Optional.of(new Postmaster(text));
        }
        return Mailbox.parse(text).map(Recipient::new);
    }

    /** Without angle brackets. */
    String encode();

    /** The address; empty for the postmaster without a domain. */
    Optional<Mailbox> mailbox();

    /**
     * {@code <Postmaster>}: whoever is responsible for the host that is being talked to.
     *
     * @param text the word in the case in which it was given
     */
    record Postmaster(String text) implements ForwardPath {
        @Override
        public String encode() {
            return text;
        }

        @Override
        public Optional<Mailbox> mailbox() {
            return Optional.empty();
        }
    }

    /**
     * An address; a source route before it was dropped (RFC 5321 §C).
     *
     * @param address the recipient
     */
    record Recipient(Mailbox address) implements ForwardPath {
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
