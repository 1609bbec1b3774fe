package posthorn.protocol.mime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message or of a body part: its fields in order (RFC 5322 §2.1, RFC 2046 §5.1).
 *
 * <pre>
 * header = *(field-name ":" value *(line-break WSP value) line-break) [line-break]
 * line-break = CRLF / LF
 * </pre>
 *
 * Lines may end in a bare LF, octets above 127 are taken as they are, and a line without a colon is
 * kept as a field without a name. A continuation line before the first field is such a line, too.
 */
public final class MessageHeader {
    /** Fields that are told apart. More than this are one last field without a name. */
    static final int MAX_FIELDS = 10_000;

    private static final int COMPARED_NAMES = 32;

    private final byte[] in;
    private final int start;
    private final int end;
    private final List<HeaderField> fields;

    private MessageHeader(byte[] in, int start, int end, List<HeaderField> fields) {
        this.in = in;
        this.start = start;
        this.end = end;
        this.fields = List.copyOf(fields);
    }

    /**
     * Header that starts at the first octet of {@code message} and ends with its first empty line,
     * or with its end.
     */
    public static MessageHeader of(byte[] message) {
        return of(message, 0, message.length);
    }

    /**
     * Header that starts at {@code from} and ends with the first empty line or at {@code to}. The
     * array is kept, not copied: it must not change.
     */
    public static MessageHeader of(byte[] in, int from, int to) {
        List<HeaderField> fields = new ArrayList<>();
        int at = from;
        while (at < to && !OctetString.isEmptyLine(in, at, to)) {
            int fieldEnd =
                    fields.size() < MAX_FIELDS ? fieldEnd(in, at, to) : headerEnd(in, at, to);
            fields.add(new HeaderField(in, at, colon(in, at, fieldEnd, fields.size()), fieldEnd));
            at = fieldEnd;
        }
        return new MessageHeader(
                in,
                from,
                OctetString.isEmptyLine(in, at, to) ? OctetString.nextLine(in, at, to) : at,
                fields);
    }

    /** Fields in the order in which they stand. */
    public List<HeaderField> fields() {
        return fields;
    }

    /** Index of the first octet. */
    public int start() {
        return start;
    }

    /**
     * Index after the empty line that ends the header, or after the last field when there is none.
     */
    public int end() {
        return end;
    }

    /** First field of that name; null when there is none. */
    public @Nullable HeaderField first(String name) {
        for (HeaderField field : fields) {
            if (field.is(name)) {
                return field;
            }
        }
        return null;
    }

    /** All fields of that name, in order. */
    public List<HeaderField> all(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }

    /**
     * Octets of the fields with one of these names, and of an empty line when the header has one:
     * HEADER.FIELDS (RFC 3501 §6.4.5).
     */
    public byte[] only(Collection<String> names) {
        return select(names, true);
    }

    /**
     * Octets of the fields with none of these names, and of an empty line when the header has one:
     * HEADER.FIELDS.NOT (RFC 3501 §6.4.5).
     */
    public byte[] without(Collection<String> names) {
        return select(names, false);
    }

    private byte[] select(Collection<String> names, boolean wanted) {
        Predicate<HeaderField> chosen = named(names);
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        int fieldsEnd = start;
        for (HeaderField field : fields) {
            if (chosen.test(field) == wanted) {
                out.write(in, field.start(), field.length());
            }
            fieldsEnd = field.end();
        }
        if (fieldsEnd < end) {
            out.write('\r');
            out.write('\n');
        }
        return out.toByteArray();
    }

    /**
     * Few names are compared one by one, many looked up: both may be as many as a stranger likes.
     */
    private static Predicate<HeaderField> named(Collection<String> names) {
        if (names.size() <= COMPARED_NAMES) {
            return field -> {
                for (String name : names) {
                    if (field.is(name)) {
                        return true;
                    }
                }
                return false;
            };
        }
        Set<String> chosen = new HashSet<>();
        names.forEach(name -> chosen.add(name.toLowerCase(Locale.ROOT)));
        return field -> chosen.contains(field.name().toLowerCase(Locale.ROOT));
    }

    private static int fieldEnd(byte[] in, int from, int to) {
        int at = OctetString.nextLine(in, from, to);
        while (at < to && (in[at] == ' ' || in[at] == '\t')) {
            at = OctetString.nextLine(in, at, to);
        }
        return at;
    }

    private static int headerEnd(byte[] in, int from, int to) {
        int at = from;
        while (at < to && !OctetString.isEmptyLine(in, at, to)) {
            at = OctetString.nextLine(in, at, to);
        }
        return at;
    }

    /**
     * The colon that ends the name: a name is printable ASCII, and white space may follow it (RFC
     * 5322 §4.5).
     */
    private static int colon(byte[] in, int from, int to, int number) {
        int at = from;
        while (number < MAX_FIELDS && at < to && in[at] > ' ' && in[at] < 127 && in[at] != ':') {
            at++;
        }
        int nameEnd = at;
        while (at < to && (in[at] == ' ' || in[at] == '\t')) {
            at++;
        }
        return nameEnd > from && at < to && in[at] == ':' ? at : from - 1;
    }
}
