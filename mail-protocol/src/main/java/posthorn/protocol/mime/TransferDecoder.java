package posthorn.protocol.mime;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Content of a part without its transfer encoding (RFC 2045 §6), taken in pieces of any size: a
 * large attachment is never held. What is not quite base64 or quoted-printable is read as far as it
 * can be; an encoding we do not know is none. For one content and one thread; never throws.
 */
public final class TransferDecoder {
    /** Octets that may wait for what follows them: white space that may end a line. */
    private static final int MOST_HELD = 64 * 1024;

    private static final byte[] SEXTETS = sextets();
    private static final byte[] NOTHING = new byte[0];

    private enum Encoding {
        BASE64,
        QUOTED_PRINTABLE,
        NONE
    }

    private final Encoding encoding;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What has come of a group of base64. */
    private int bits;

    private int sextets;

    /**
     * What cannot be read before what follows it has come: white space, an equals sign and white
     * space behind it, or an equals sign and one hex digit.
     */
    private byte[] held = new byte[64];

    private int heldLength;
    private boolean escape;

    private TransferDecoder(Encoding encoding) {
        this.encoding = encoding;
    }

    /** A decoder of content that has not begun, in the encoding of this name, in any case. */
    public static TransferDecoder of(String encoding) {
        return new TransferDecoder(
                switch (encoding.toLowerCase(Locale.ROOT)) {
                    case "base64" -> Encoding.BASE64;
                    case "quoted-printable" -> Encoding.QUOTED_PRINTABLE;
                    default -> Encoding.NONE;
                });
    }

    /** Decoded octets of {@code in[from..to)}, a whole content. */
    static byte[] decode(String encoding, byte[] in, int from, int to) {
        TransferDecoder decoder = of(encoding);
        byte[] most = decoder.next(in, from, to);
        byte[] rest = decoder.end();
        if (rest.length == 0) {
            return most;
        }
        byte[] all = Arrays.copyOf(most, most.length + rest.length);
        System.arraycopy(rest, 0, all, most.length, rest.length);
        return all;
    }

    /** What can be read with the next octets, {@code in[from..to)}. */
    public byte[] next(byte[] in, int from, int to) {
        return switch (encoding) {
            case NONE -> Arrays.copyOfRange(in, from, to);
            case BASE64 -> base64(in, from, to);
            case QUOTED_PRINTABLE -> quotedPrintable(in, from, to);
        };
    }

    /**
     * What is left when nothing more comes. An equals sign with nothing but white space behind it
     * is a soft line break; what white space ends the content without a line break stays.
     */
    public byte[] end() {
        if (escape && isSoftBreak()) {
            heldLength = 0;
        }
        return heldLength == 0 ? NOTHING : Arrays.copyOf(held, heldLength);
    }

    /**
     * Everything outside of the alphabet is passed over; padding ends a group, and another one may
     * follow.
     */
    private byte[] base64(byte[] in, int from, int to) {
        byte[] decoded = new byte[(to - from) / 4 * 3 + 3];
        int length = 0;
        for (int i = from; i < to; i++) {
            int sextet = in[i] < 0 ? -1 : SEXTETS[in[i]];
            if (sextet >= 0) {
                sextets = (sextets << 6 | sextet) & 0xffffff;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    decoded[length++] = (byte) (sextets >> bits);
                }
            } else if (in[i] == '=') {
                bits = 0;
            }
        }
        return Arrays.copyOf(decoded, length);
    }

    /**
     * A bad escape stays as it is; white space before a line break goes (RFC 2045 §6.7, rule 3).
     */
    private byte[] quotedPrintable(byte[] in, int from, int to) {
        out.reset();
        for (int i = from; i < to; i++) {
            take(in[i]);
        }
        return out.toByteArray();
    }

    private void take(byte octet) {
        if (octet == '\n') {
            endLine();
        } else if (octet == '=') {
            releaseHeld();
            escape = true;
            hold(octet);
        } else if (HeaderField.isSpace(octet)) {
            if (isHalfEscape() || heldLength == MOST_HELD) {
                releaseHeld();
            }
            hold(octet);
        } else if (escape && heldLength == 1 && Character.digit(octet, 16) >= 0) {
            hold(octet);
        } else if (isHalfEscape() && Character.digit(octet, 16) >= 0) {
            out.write(Character.digit(held[1], 16) * 16 + Character.digit(octet, 16));
            forgetHeld();
        } else {
            releaseHeld();
            out.write(octet);
        }
    }

    private void endLine() {
        boolean soft = escape && isSoftBreak();
        if (escape && !soft) {
            releaseHeld();
        }
        forgetHeld();
        if (!soft) {
            out.write('\r');
            out.write('\n');
        }
    }

    private boolean isSoftBreak() {
        return heldLength == 1 || HeaderField.isSpace(held[1]);
    }

    /** Whether an equals sign and one hex digit wait for the other one. */
    private boolean isHalfEscape() {
        return escape && heldLength == 2 && !HeaderField.isSpace(held[1]);
    }

    private void hold(byte octet) {
        if (heldLength == held.length) {
            held = Arrays.copyOf(held, 2 * held.length);
        }
        held[heldLength++] = octet;
    }

    private void releaseHeld() {
        out.write(held, 0, heldLength);
        forgetHeld();
    }

    private void forgetHeld() {
        heldLength = 0;
        escape = false;
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
