package posthorn.mailbox.search;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.Address;
import posthorn.protocol.mime.EncodedWords;
import posthorn.protocol.mime.EnvelopeStructure;
import posthorn.protocol.mime.OctetString;
import posthorn.protocol.mime.SearchTerm;

/** A field of the envelope (RFC 3501 §7.4.2) that can be searched without reading the message. */
enum EnvelopeField {
    FROM,
    TO,
    CC,
    BCC,
    SUBJECT,
    MESSAGE_ID,
    IN_REPLY_TO;

    /**
     * The field that says what a header field of this name says; null: the envelope has no such
     * field.
     *
     * @param fieldText whether the text of the header field is wanted, which for addresses is not
     *     what the envelope has
     */
    static @Nullable EnvelopeField of(String name, boolean fieldText) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "FROM" -> fieldText ? null : FROM;
            case "TO" -> fieldText ? null : TO;
            case "CC" -> fieldText ? null : CC;
            case "BCC" -> fieldText ? null : BCC;
            case "SUBJECT" -> SUBJECT;
            case "MESSAGE-ID" -> MESSAGE_ID;
            case "IN-REPLY-TO" -> IN_REPLY_TO;
            default -> null;
        };
    }

    /** Whether the envelope has the term in this field; an empty term: whether it has the field. */
    boolean contains(EnvelopeStructure envelope, SearchTerm term) {
        return switch (this) {
            case FROM -> addresses(envelope.from(), term);
            case TO -> addresses(envelope.to(), term);
            case CC -> addresses(envelope.cc(), term);
            case BCC -> addresses(envelope.bcc(), term);
            case SUBJECT -> text(envelope.subject(), term);
            case MESSAGE_ID -> text(envelope.messageId(), term);
            case IN_REPLY_TO -> text(envelope.inReplyTo(), term);
        };
    }

    private static boolean text(@Nullable String value, SearchTerm term) {
        return value != null && term.isIn(EncodedWords.decode(value));
    }

    private static boolean addresses(List<Address> addresses, SearchTerm term) {
        return addresses.stream().anyMatch(address -> term.isIn(text(address)));
    }

    /** As people write it: {@code name <mailbox@host>}, or the name of a group. */
    private static String text(Address address) {
        String mailbox = address.mailbox() == null ? "" : OctetString.text(address.mailbox());
        if (address.host() == null) {
            return EncodedWords.decode(mailbox);
        }
        String path = "<" + mailbox + "@" + OctetString.text(address.host()) + ">";
        return address.name() == null ? path : EncodedWords.decode(address.name()) + " " + path;
    }
}
