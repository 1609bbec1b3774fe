package posthorn.frontend.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.Address;
import posthorn.protocol.mime.EncodedWords;
import posthorn.protocol.mime.EnvelopeStructure;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.MessageStructure;

/** Search by looking at every message. */
final class MemorySearch {

    private final MemoryMailbox mailbox;
    private final MessageIndex index;

    MemorySearch(MemoryMailbox mailbox) {
        this.mailbox = mailbox;
        this.index = mailbox.index();
    }

    UidSet find(SearchCriterion criterion) {
        UidSet.Builder found = UidSet.builder();
        for (int i = 0; i < index.size(); i++) {
            if (matches(criterion, i)) {
                found.add(index.uid(i));
            }
        }
        return found.build();
    }

    private boolean matches(SearchCriterion criterion, int i) {
        return switch (criterion) {
            case SearchCriterion.AllOf c -> c.criteria().stream().allMatch(one -> matches(one, i));
            case SearchCriterion.AnyOf c -> c.criteria().stream().anyMatch(one -> matches(one, i));
            case SearchCriterion.Not c -> !matches(c.criterion(), i);
            case SearchCriterion.Uids c -> c.uids().contains(index.uid(i));
            case SearchCriterion.Flag c ->
                    (index.flags(i) & index.names().bits(java.util.List.of(c.flag()))) != 0;
            case SearchCriterion.Larger c -> index.octets(i) > c.octets();
            case SearchCriterion.Smaller c -> index.octets(i) < c.octets();
            case SearchCriterion.Day c -> matches(c, i);
            case SearchCriterion.Envelope c -> hasInEnvelope(c, i);
            case SearchCriterion.Header c -> hasHeader(c, i);
            case SearchCriterion.Body c -> contains(text(i, false), c.text());
            case SearchCriterion.Text c -> contains(text(i, true), c.text());
            case SearchCriterion.ModSeq c -> index.modSeq(i) >= c.atLeast();
        };
    }

    private boolean matches(SearchCriterion.Day criterion, int i) {
        LocalDate day =
                criterion.sent()
                        ? sent(i)
                        : LocalDate.ofInstant(
                                Instant.ofEpochMilli(index.internalDate(i)), ZoneOffset.UTC);
        if (day == null) {
            return false;
        }
        return switch (criterion.relation()) {
            case BEFORE -> day.isBefore(criterion.day());
            case ON -> day.equals(criterion.day());
            case SINCE -> !day.isBefore(criterion.day());
        };
    }

    private MessageHeader header(int i) {
        return MessageHeader.of(mailbox.body(index.uid(i)));
    }

    private @Nullable LocalDate sent(int i) {
        HeaderField date = header(i).first("Date");
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(
                                    date.value().strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toLocalDate();
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    private boolean hasInEnvelope(SearchCriterion.Envelope criterion, int i) {
        EnvelopeStructure envelope = MessageStructure.parse(mailbox.body(index.uid(i))).envelope();
        String subject = envelope.subject();
        return switch (criterion.field()) {
            case "SUBJECT" ->
                    subject != null && contains(EncodedWords.decode(subject), criterion.text());
            case "FROM" -> hasAddress(envelope.from(), criterion.text());
            case "TO" -> hasAddress(envelope.to(), criterion.text());
            case "CC" -> hasAddress(envelope.cc(), criterion.text());
            default -> hasAddress(envelope.bcc(), criterion.text());
        };
    }

    private static boolean hasAddress(List<Address> addresses, String text) {
        return addresses.stream()
                .map(a -> a.name() + " <" + a.mailbox() + "@" + a.host() + ">")
                .anyMatch(written -> contains(written, text));
    }

    private boolean hasHeader(SearchCriterion.Header criterion, int i) {
        return header(i).all(criterion.name()).stream()
                .anyMatch(field -> contains(field.value(), criterion.text()));
    }

    private String text(int i, boolean withHeader) {
        byte[] body = mailbox.body(index.uid(i));
        int from = withHeader ? 0 : header(i).end();
        return new String(body, from, body.length - from, StandardCharsets.UTF_8);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
