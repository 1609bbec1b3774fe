package posthorn.protocol.smtp;

import java.util.Optional;

/** What stands right of the {@code @} in an address (RFC 5321 §4.1.2, §4.1.3). */
public sealed interface Domain permits DomainName, AddressLiteral {

    /** As it is written in an address. */
    String encode();

    /** One form for all that name the same host: lower case, A-labels (RFC 5890 §2.3.2.1). */
    String folded();

    /** The domain in a text, such as {@code example.org} or {@code [192.0.2.1]}; empty: none. */
    static Optional<Domain> parse(String text) {
        return AddressScanner.whole(text, AddressScanner::domain);
    }
}
