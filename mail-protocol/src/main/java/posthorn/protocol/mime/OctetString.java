package posthorn.protocol.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Octet strings: Strings with one char of 0–255 per octet, so that what came can be returned as it
 * came.
 */
public final class OctetString {
    private OctetString() {}

    /** Octet string of {@code in[from..to)}. */
    public static String of(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Octets of an octet string. */
    public static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Octet string of a text: its UTF-8 form. */
    public static String ofText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return of(utf8, 0, utf8.length);
    }

    /** Text of an octet string: read as UTF-8 where it is (RFC 6532), else as ISO 8859-1. */
    public static String text(String octets) {
        if (isAscii(octets)) {
            return octets;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(octets)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return octets;
        }
    }

    /** Octet that the two hex digits at {@code at} are; -1: they are none. */
    static int hex(String octets, int at) {
        int high = Character.digit(octets.charAt(at), 16);
        int low = Character.digit(octets.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    static boolean isAscii(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    /**
     * Index after the line feed of the line at {@code from}, or {@code to} when the line has none.
     */
    static int nextLine(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] == '\n') {
                return i + 1;
            }
        }
        return to;
    }

    static boolean isEmptyLine(byte[] in, int from, int to) {
        return from < to
                && (in[from] == '\n'
                        || (in[from] == '\r' && from + 1 < to && in[from + 1] == '\n'));
    }
}
