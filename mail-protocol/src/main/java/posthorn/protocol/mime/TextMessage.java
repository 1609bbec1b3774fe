package posthorn.protocol.mime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A message of text alone that we write ourselves (RFC 5322, RFC 2045): 7-bit, but for addresses
 * that are not. The same in, the same out. Not thread-safe.
 */
public final class TextMessage {

    /** Octets of UTF-8 in one encoded word: 75 characters with all that stands around them. */
    private static final int WORD_OCTETS = 45;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final String text;

    /**
     * A message.
     *
     * @param from value of the field: an address, or a name and an address in angle brackets
     * @param to as {@code from}
     * @param subject any characters; those that end lines are left out
     * @param text any line ends
     */
    public TextMessage(String from, String to, String subject, String text) {
        this.text = text;
        field("From", from);
        field("To", to);
        fields.put("Subject", phrase(oneLine(subject)));
        field("MIME-Version", "1.0");
        field("Content-Type", "text/plain; charset=utf-8");
        field("Content-Transfer-Encoding", "quoted-printable");
    }

    /** Sets a field; characters that end lines are left out of its value. */
    public TextMessage field(String name, String value) {
        fields.put(name, oneLine(value));
        return this;
    }

    /** Sets Date. */
    public TextMessage date(Instant at) {
        return field("Date", DATE.format(at));
    }

    /** The message, CRLF at its line ends. */
    public byte[] toOctets() {
        StringBuilder out = new StringBuilder();
        fields.forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
        String lines = text.replaceAll("\r\n|\r|\n", "\r\n");
        String body = lines.endsWith("\r\n") ? lines : lines + "\r\n";
        out.append("\r\n").append(QuotedPrintable.encode(body.getBytes(StandardCharsets.UTF_8)));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether its header needs SMTPUTF8 (RFC 6531). */
    public boolean needsUtf8() {
        return fields.values().stream().anyMatch(value -> !isAscii(value));
    }

    private static boolean isAscii(String value) {
        return value.chars().allMatch(c -> c < 128);
    }

    private static String oneLine(String value) {
        StringBuilder clean = new StringBuilder(value.length());
        value.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** As encoded words (RFC 2047) where it is not ASCII. */
    private static String phrase(String value) {
        if (isAscii(value) && !value.contains("=?")) {
            return value;
        }
        StringBuilder out = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int octets = 0;
        for (int c : value.codePoints().toArray()) {
            int more = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > WORD_OCTETS) {
                out.append(encoded(word)).append("\r\n ");
                word.setLength(0);
                octets = 0;
            }
            word.appendCodePoint(c);
            octets += more;
        }
        return out.append(encoded(word)).toString();
    }

    private static String encoded(StringBuilder word) {
        byte[] octets = word.toString().getBytes(StandardCharsets.UTF_8);
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }
}
