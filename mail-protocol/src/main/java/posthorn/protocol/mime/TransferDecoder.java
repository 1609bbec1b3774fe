package posthorn.protocol.mime;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Content of a part without its transfer encoding (RFC 2045 §6). What is not quite base64 or
 * quoted-printable is read as far as it can be; an encoding we do not know is none.
 */
final class TransferDecoder {
    private static final byte[] SEXTETS = sextets();

    private TransferDecoder() {}

    /** Decoded octets of {@code in[from..to)}. Never throws. */
    static byte[] decode(String encoding, byte[] in, int from, int to) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "base64" -> base64(in, from, to);
            case "quoted-printable" -> quotedPrintable(in, from, to);
            default -> Arrays.copyOfRange(in, from, to);
        };
    }

    /**
     * Everything outside of the alphabet is passed over; padding ends a group, and another one may
     * follow.
     */
    private static byte[] base64(byte[] in, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((to - from) / 4 * 3 + 3);
        int bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            int sextet = in[i] < 0 ? -1 : SEXTETS[in[i]];
            if (sextet >= 0) {
                held = (held << 6 | sextet) & 0xffffff;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    out.write(held >> bits);
                }
            } else if (in[i] == '=') {
                bits = 0;
            }
        }
        return out.toByteArray();
    }

    /**
     * A bad escape stays as it is; white space before a line break goes (RFC 2045 §6.7, rule 3).
     */
    private static byte[] quotedPrintable(byte[] in, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        int at = from;
        while (at < to) {
            int next = OctetString.nextLine(in, at, to);
            int end = next;
            while (end > at && HeaderField.isSpace(in[end - 1])) {
                end--;
            }
            boolean soft = end > at && in[end - 1] == '=';
            line(in, at, soft ? end - 1 : end, out);
            if (!soft && in[next - 1] == '\n') {
                out.write('\r');
                out.write('\n');
            } else if (!soft) {
                out.write(in, end, next - end);
            }
            at = next;
        }
        return out.toByteArray();
    }

    private static void line(byte[] in, int from, int to, ByteArrayOutputStream out) {
        for (int i = from; i < to; i++) {
            int octet = in[i] == '=' && i + 2 < to ? hex(in[i + 1], in[i + 2]) : -1;
            out.write(octet < 0 ? in[i] : octet);
            i += octet < 0 ? 0 : 2;
        }
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h * 16 + l;
    }

    private static byte[] sextets() {
        byte[] sextets = new byte[128];
        Arrays.fill(sextets, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            sextets[alphabet.charAt(i)] = (byte) i;
        }
        return sextets;
    }
}
