package posthorn.imap.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Mailbox names between Unicode and the wire: modified UTF-7 (RFC 3501 §5.1.3).
 *
 * <p>Printable ASCII stands for itself, an ampersand is {@code &-}, everything else is UTF-16BE in
 * a Base64 with {@code ,} for {@code /}, without padding, between an ampersand and {@code -}. A
 * name has exactly one form: what is encoded in another way is refused.
 */
public final class MailboxNames {

    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getDecoder();

    private MailboxNames() {}

    /** Wire form of a name. */
    public static String encode(String name) {
        int i = 0;
        while (i < name.length() && isDirect(name.charAt(i))) {
            i++;
        }
        if (i == name.length()) {
            return name;
        }
        StringBuilder wire = new StringBuilder(name.length() + 16);
        for (i = 0; i < name.length(); ) {
            char c = name.charAt(i);
            if (isDirect(c) || c == '&') {
                wire.append(c == '&' ? "&-" : c);
                i++;
            } else {
                i = encodeRun(name, i, wire);
            }
        }
        return wire.toString();
    }

    private static boolean isDirect(char c) {
        return c >= 0x20 && c <= 0x7e && c != '&';
    }

    private static int encodeRun(String name, int from, StringBuilder wire) {
        int to = from;
        while (to < name.length() && !isDirect(name.charAt(to)) && name.charAt(to) != '&') {
            to++;
        }
        byte[] utf16 = name.substring(from, to).getBytes(StandardCharsets.UTF_16BE);
        wire.append('&').append(ENCODER.encodeToString(utf16).replace('/', ',')).append('-');
        return to;
    }

    /**
     * Name that a wire form stands for; null when it stands for none. {@code inbox} in any case is
     * INBOX.
     */
    public static @Nullable String decode(String wire) {
        String name = wire.indexOf('&') < 0 ? wire : decodeRuns(wire);
        if (name == null) {
            return null;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return null;
            }
        }
        if (!isAscii(wire) || !encode(name).equals(wire)) {
            return null;
        }
        return inbox(name);
    }

    private static boolean isAscii(String wire) {
        return wire.chars().allMatch(c -> c < 0x80);
    }

    /** The name, with INBOX in capitals, also as the first level. */
    public static String inbox(String name) {
        boolean first = name.regionMatches(true, 0, "INBOX", 0, 5);
        return first && (name.length() == 5 || name.charAt(5) == '/')
                ? "INBOX" + name.substring(5)
                : name;
    }

    private static @Nullable String decodeRuns(String wire) {
        StringBuilder name = new StringBuilder(wire.length());
        for (int i = 0; i < wire.length(); i++) {
            char c = wire.charAt(i);
            if (c != '&') {
                name.append(c);
                continue;
            }
            int end = wire.indexOf('-', i);
            if (end < 0) {
                return null;
            }
            if (end == i + 1) {
                name.append('&');
            } else if (!decodeRun(wire.substring(i + 1, end), name)) {
                return null;
            }
            i = end;
        }
        return name.toString();
    }

    private static boolean decodeRun(String base64, StringBuilder name) {
        byte[] utf16;
        try {
            utf16 = DECODER.decode(base64.replace(',', '/'));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        if (utf16.length % 2 != 0) {
            return false;
        }
        String run = new String(utf16, StandardCharsets.UTF_16BE);
        name.append(run);
        return run.indexOf('\uFFFD') < 0;
    }
}
