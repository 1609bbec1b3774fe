package posthorn.protocol.mime;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a field by their names, continuations and extended values put together (RFC 2231
 * §3, §4).
 *
 * <pre>
 * extended-parameter = name ["*" section] "*" "=" [charset] "'" [language] "'" *(%-encoded octet)     first section
 * </pre>
 */
final class Parameters {
    private static final int MAX_SECTIONS = 200;

    private final List<MimeParameter> parameters;

    Parameters(List<MimeParameter> parameters) {
        this.parameters = parameters;
    }

    /**
     * Value of the parameter (octets, in whatever charset); null: there is none. The plain name
     * wins.
     */
    @Nullable String octets(String name) {
        Extended value = find(name);
        return value == null ? null : value.octets();
    }

    /**
     * Value of the parameter as text: in the charset it names, with encoded words, which are common
     * though not allowed.
     */
    @Nullable String text(String name) {
        Extended value = find(name);
        if (value == null) {
            return null;
        }
        return value.charset().isEmpty()
                ? EncodedWords.decode(value.octets())
                : Charsets.decode(value.charset(), OctetString.bytes(value.octets()));
    }

    private record Extended(String charset, String octets) {}

    private @Nullable Extended find(String name) {
        String plain = raw(name);
        if (plain != null) {
            return new Extended("", plain);
        }
        String extended = raw(name + "*");
        return extended == null ? continued(name) : unpack(extended);
    }

    private @Nullable Extended continued(String name) {
        String first = raw(name + "*0*");
        Extended head = first == null ? null : unpack(first);
        String plain = head == null ? raw(name + "*0") : null;
        if (head == null && plain == null) {
            return null;
        }
        StringBuilder octets =
                new StringBuilder(head == null ? String.valueOf(plain) : head.octets());
        for (int section = 1; section < MAX_SECTIONS; section++) {
            String literal = raw(name + '*' + section);
            String encoded = literal == null ? raw(name + '*' + section + '*') : null;
            if (literal == null && encoded == null) {
                break;
            }
            octets.append(encoded == null ? literal : percentDecoded(encoded));
        }
        return new Extended(head == null ? "" : head.charset(), octets.toString());
    }

    private static Extended unpack(String extended) {
        int language = extended.indexOf('\'');
        int value = language < 0 ? -1 : extended.indexOf('\'', language + 1);
        return value < 0
                ? new Extended("", percentDecoded(extended))
                : new Extended(
                        extended.substring(0, language),
                        percentDecoded(extended.substring(value + 1)));
    }

    private static String percentDecoded(String encoded) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            int octet =
                    encoded.charAt(i) == '%' && i + 2 < encoded.length() ? hex(encoded, i + 1) : -1;
            octets.write(octet < 0 ? encoded.charAt(i) : octet);
            i += octet < 0 ? 0 : 2;
        }
        byte[] all = octets.toByteArray();
        return OctetString.of(all, 0, all.length);
    }

    /** Octet that the two hex digits at {@code at} are; -1: they are none. */
    static int hex(String in, int at) {
        int high = Character.digit(in.charAt(at), 16);
        int low = Character.digit(in.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private @Nullable String raw(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (MimeParameter parameter : parameters) {
            if (parameter.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return parameter.value();
            }
        }
        return null;
    }
}
