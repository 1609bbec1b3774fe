package posthorn.mailbox.submission;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import posthorn.mailbox.content.HeaderView.Person;
import posthorn.protocol.mime.EncodedWords;

/** Makes messages of what people write. Safe for all threads. */
public final class Composer {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);

    /** Characters of a subject that need no folding. */
    private static final int LONGEST_LINE = 200;

    private final String hostname;

    /**
     * @param hostname right side of the boundaries that it makes up
     */
    public Composer(String hostname) {
        this.hostname = hostname;
    }

    /**
     * The message that is sent.
     *
     * @param messageId with its brackets
     */
    public MailMessage message(Draft draft, String messageId, Instant now) {
        MailMessage message =
                new MailMessage()
                        .setBounceAddress(draft.from().address())
                        .setFrom(draft.from().address())
                        .setTo(addresses(draft.to()))
                        .setCc(addresses(draft.cc()))
                        .setBcc(addresses(draft.bcc()))
                        .setText(draft.text());
        // Fields that the mail client would write with names as comments, or without quotes.
        message.addHeader("From", written(draft.from()));
        addPeople(message, "To", draft.to());
        addPeople(message, "Cc", draft.cc());
        if (!oneLine(draft.subject()).isEmpty()) {
            message.addHeader("Subject", unstructured(oneLine(draft.subject())));
        }
        if (draft.html() != null) {
            message.setHtml(draft.html());
        }
        message.addHeader("Message-ID", messageId);
        message.addHeader("Date", DATE.format(now.atOffset(ZoneOffset.UTC)));
        if (!draft.inReplyTo().isEmpty()) {
            message.addHeader("In-Reply-To", draft.inReplyTo());
        }
        if (!draft.references().isEmpty()) {
            message.addHeader("References", String.join("\r\n ", draft.references()));
        }
        message.setAttachment(draft.files().stream().map(Composer::attachment).toList());
        return message;
    }

    /** The message as its author keeps it: it says who got it blindly. */
    public byte[] kept(Draft draft, String messageId, Instant now) {
        MailMessage message = message(draft, messageId, now);
        addPeople(message, "Bcc", draft.bcc());
        return new MailEncoder(message, hostname).encode().getBytes(StandardCharsets.UTF_8);
    }

    private static MailAttachment attachment(Draft.File file) {
        return MailAttachment.create()
                .setName(oneLine(file.name()).replaceAll("[\"\\\\]", "_"))
                .setContentType(oneLine(file.type()))
                .setDisposition("attachment")
                .setData(Buffer.buffer(file.content()));
    }

    private static List<String> addresses(List<Person> people) {
        return people.stream().map(Person::address).toList();
    }

    private static void addPeople(MailMessage message, String field, List<Person> people) {
        if (!people.isEmpty()) {
            message.addHeader(
                    field, String.join(",\r\n ", people.stream().map(Composer::written).toList()));
        }
    }

    /** {@code name-addr} or {@code addr-spec} (RFC 5322 §3.4). */
    private static String written(Person person) {
        String name = oneLine(person.name());
        if (name.isEmpty()) {
            return person.address();
        }
        return phrase(name) + " <" + person.address() + ">";
    }

    private static String phrase(String name) {
        if (!isAscii(name)) {
            return EncodedWords.encode(name);
        }
        boolean atoms = name.chars().allMatch(c -> c == ' ' || Character.isLetterOrDigit(c));
        return atoms ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String unstructured(String text) {
        return isAscii(text) && !text.contains("=?") && text.length() <= LONGEST_LINE
                ? text
                : EncodedWords.encode(text);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(Character.isISOControl(c) ? ' ' : (char) c));
        return line.toString().strip();
    }
}
