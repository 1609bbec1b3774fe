package posthorn.mailbox.content;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.Address;
import posthorn.protocol.mime.AddressList;
import posthorn.protocol.mime.EncodedWords;
import posthorn.protocol.mime.EnvelopeStructure;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.MessageText;

/**
 * The fields of a header that a reader is shown or answers by; text, encoded words decoded.
 *
 * @param from and the other lists of addresses: groups are taken apart; at most {@value
 *     #MOST_ADDRESSES} of each
 * @param subject empty: none
 * @param date of the Date field; null: none that can be read
 * @param messageId with its brackets; empty: none
 * @param inReplyTo ids with their brackets, in order
 * @param references likewise, at most the last {@value #MOST_REFERENCES}
 * @param unsubscribe addresses of List-Unsubscribe (RFC 2369 §3.2), https and mailto only
 * @param unsubscribeOneClick whether a POST to the https address ends the subscription (RFC 8058)
 */
public record HeaderView(
        List<Person> from,
        List<Person> replyTo,
        List<Person> to,
        List<Person> cc,
        List<Person> bcc,
        String subject,
        @Nullable Instant date,
        String messageId,
        List<String> inReplyTo,
        List<String> references,
        List<String> unsubscribe,
        boolean unsubscribeOneClick) {

    /** Octets of a header that are read: fields behind them are not there. */
    public static final int MOST_OCTETS = 256 * 1024;

    static final int MOST_ADDRESSES = 1_000;
    static final int MOST_REFERENCES = 100;
    private static final int MOST_SUBJECT = 2_000;
    private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,996}>");
    private static final Pattern BRACKETED = Pattern.compile("<([^<>]{1,2000})>");
    private static final Pattern COMMENT = Pattern.compile("\\([^()]{0,200}\\)");

    /**
     * Somebody in an address list.
     *
     * @param name as they are called; empty: they are not
     * @param address {@code local@domain}, or what stands in its place
     */
    public record Person(String name, String address) {
        static Person of(Address address) {
            String name = address.name();
            return new Person(
                    name == null ? "" : EncodedWords.decode(name).strip(), address.addrSpec());
        }
    }

    public HeaderView {
        from = List.copyOf(from);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
        unsubscribe = List.copyOf(unsubscribe);
    }

    /** What a header says. */
    public static HeaderView of(MessageHeader header) {
        List<String> references = ids(header, "References");
        return new HeaderView(
                people(header, "From"),
                people(header, "Reply-To"),
                people(header, "To"),
                people(header, "Cc"),
                people(header, "Bcc"),
                subject(text(header, "Subject")),
                date(text(header, "Date")),
                ids(header, "Message-ID").stream().findFirst().orElse(""),
                ids(header, "In-Reply-To"),
                references.subList(
                        Math.max(0, references.size() - MOST_REFERENCES), references.size()),
                unsubscribe(text(header, "List-Unsubscribe")),
                text(header, "List-Unsubscribe-Post")
                        .strip()
                        .equalsIgnoreCase("List-Unsubscribe=One-Click"));
    }

    /** Subject of an envelope; empty: none. */
    public static String subject(EnvelopeStructure envelope) {
        String subject = envelope.subject();
        return subject == null ? "" : subject(EncodedWords.decode(subject));
    }

    /** Addresses of an envelope, the first {@code most} of them. */
    public static List<Person> people(List<Address> addresses, int most) {
        return addresses.stream()
                .filter(address -> !address.isGroupStart() && !address.isGroupEnd())
                .limit(most)
                .map(Person::of)
                .toList();
    }

    private static List<Person> people(MessageHeader header, String name) {
        List<Person> people = new ArrayList<>();
        for (HeaderField field : header.all(name)) {
            people.addAll(people(AddressList.parse(field.value()), MOST_ADDRESSES - people.size()));
        }
        return people;
    }

    private static String text(MessageHeader header, String name) {
        HeaderField field = header.first(name);
        return field == null ? "" : MessageText.of(field);
    }

    private static String subject(String text) {
        return text.substring(0, Math.min(text.length(), MOST_SUBJECT)).strip();
    }

    private static List<String> ids(MessageHeader header, String name) {
        return ID.matcher(text(header, name)).results().map(found -> found.group()).toList();
    }

    /** RFC 5322 §3.3, with comments, which many senders put behind the zone. */
    static @Nullable Instant date(String field) {
        String bare = COMMENT.matcher(field).replaceAll(" ").strip().replaceAll("\\s+", " ");
        try {
            return OffsetDateTime.parse(bare, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static List<String> unsubscribe(String field) {
        List<String> addresses = new ArrayList<>();
        Matcher found = BRACKETED.matcher(field);
        while (found.find() && addresses.size() < 10) {
            String address = found.group(1).strip();
            String lower = address.toLowerCase(Locale.ROOT);
            if (lower.startsWith("https:") || lower.startsWith("mailto:")) {
                addresses.add(address);
            }
        }
        return addresses;
    }
}
