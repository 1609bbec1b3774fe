package posthorn.protocol.smtp;

import java.util.Optional;

/**
 * An address: {@code local-part@domain} (RFC 5321 §4.1.2 Mailbox, RFC 6531 §3.3).
 *
 * <p>Equal are two mailboxes that are written with the same letters; whether they reach the same
 * account is asked of {@link AddressKey}.
 *
 * @param local left of the {@code @}
 * @param domain right of it
 */
public record Mailbox(LocalPart local, Domain domain) {
    /** The most octets of an address in UTF-8: RFC 5321 §4.5.3.1.1 and §4.5.3.1.2 together. */
    public static final int LONGEST = 64 + 1 + 255;

    /** The address in a text, without angle brackets; empty when it is none. */
    public static Optional<Mailbox> parse(String text) {
        return AddressScanner.whole(text, AddressScanner::mailbox);
    }

    /** As it stands in a path, without angle brackets; quotes only where they are needed. */
    public String encode() {
        return local.encode() + "@" + domain.encode();
    }

    /** Whether it can only be sent with SMTPUTF8: a character above 127 on either side. */
    public boolean isInternational() {
        return !Chars.isAscii(local.text()) || !Chars.isAscii(domain.encode());
    }

    @Override
    public String toString() {
        return encode();
    }
}
