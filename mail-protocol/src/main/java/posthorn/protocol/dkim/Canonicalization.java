package posthorn.protocol.dkim;

import java.util.Locale;
import java.util.Optional;
import posthorn.protocol.mime.HeaderField;

/**
 * How a message is brought into one form before it is hashed, so that what mail servers change on
 * the way does not break a signature (RFC 6376 §3.4). What ends a line is CRLF alone.
 */
public enum Canonicalization {
    /** Nothing may change but empty lines at the end (RFC 6376 §3.4.1, §3.4.3). */
    SIMPLE,
    /** White space and the case of field names may change (RFC 6376 §3.4.2, §3.4.4). */
    RELAXED;

    /** The algorithm of that name, in any case; empty: it is unknown. */
    public static Optional<Canonicalization> named(String name) {
        for (Canonicalization one : values()) {
            if (one.word().equalsIgnoreCase(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** Its name in a signature. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Canonical octets of a header field, its line break included. */
    public String header(HeaderField field) {
        return header(field.octets());
    }

    /** Canonical octets of a header field given as octets, its line break included. */
    String header(String field) {
        return switch (this) {
            case SIMPLE -> field;
            case RELAXED -> relaxed(field);
        };
    }

    private static String relaxed(String field) {
        int colon = field.indexOf(':');
        StringBuilder out = new StringBuilder(field.length() + 2);
        appendName(out, field, colon);
        out.append(':');
        int valueStart = out.length();
        boolean space = false;
        for (int i = colon + 1; i < field.length(); i++) {
            char octet = field.charAt(i);
            if (octet == ' ' || octet == '\t') {
                space = true;
            } else if (!isLineBreak(field, i)) {
                if (space && out.length() > valueStart) {
                    out.append(' ');
                }
                space = false;
                out.append(octet);
            }
        }
        return out.append("\r\n").toString();
    }

    private static void appendName(StringBuilder out, String field, int colon) {
        int end = Math.max(colon, 0);
        while (end > 0 && (field.charAt(end - 1) == ' ' || field.charAt(end - 1) == '\t')) {
            end--;
        }
        out.append(field.substring(0, end).toLowerCase(Locale.ROOT));
    }

    private static boolean isLineBreak(String field, int at) {
        char octet = field.charAt(at);
        return octet == '\n'
                || (octet == '\r' && at + 1 < field.length() && field.charAt(at + 1) == '\n');
    }
}
