package posthorn.protocol.mime;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The envelope structure of a message (RFC 3501 §7.4.2), all values as octets.
 *
 * <p>Date, subject, in-reply-to and message-id come from the first field of that name; null: there
 * is none; empty: the field is there and empty. Address lists gather all fields of a name; an empty
 * list is NIL. Sender and reply-to that are absent or empty are those of from.
 */
public record EnvelopeStructure(
        @Nullable String date,
        @Nullable String subject,
        List<Address> from,
        List<Address> sender,
        List<Address> replyTo,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        @Nullable String inReplyTo,
        @Nullable String messageId) {
    public EnvelopeStructure {
        from = List.copyOf(from);
        sender = List.copyOf(sender);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /** Envelope of a message with this header. */
    public static EnvelopeStructure of(MessageHeader header) {
        return of(header, new Budget(Budget.OCTETS));
    }

    static EnvelopeStructure of(MessageHeader header, Budget budget) {
        Function<String, @Nullable String> first = name -> budget.value(header.first(name));
        List<Address> sender = budget.addresses(header, "Sender", 1);
        List<Address> replyTo = budget.addresses(header, "Reply-To", 1);
        int copies = 1 + (sender.isEmpty() ? 1 : 0) + (replyTo.isEmpty() ? 1 : 0);
        List<Address> from = budget.addresses(header, "From", copies);
        return new EnvelopeStructure(
                first.apply("Date"),
                first.apply("Subject"),
                from,
                sender.isEmpty() ? from : sender,
                replyTo.isEmpty() ? from : replyTo,
                budget.addresses(header, "To", 1),
                budget.addresses(header, "Cc", 1),
                budget.addresses(header, "Bcc", 1),
                first.apply("In-Reply-To"),
                first.apply("Message-ID"));
    }
}
