package posthorn.protocol.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** The encoding of arbitrary text in a parameter's value (RFC 3461 §4 xtext). */
public final class Xtext {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Xtext() {}

    /** Encodes a text; what is not printable ASCII, {@code +} and {@code =} become {@code +XX}. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 33 && octet <= 126 && octet != '+' && octet != '=') {
                out.append((char) octet);
            } else {
                out.append('+').append(HEX.toHexDigits(octet));
            }
        }
        return out.toString();
    }

    /** Decodes a value; empty when a {@code +} has no two hexadecimal digits, or not UTF-8. */
    public static Optional<String> decode(String value) {
        byte[] in = value.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '+') {
                out.put(in[i]);
            } else if (i + 2 < in.length && isHex(in[i + 1]) && isHex(in[i + 2])) {
                out.put((byte) HexFormat.fromHexDigits((char) in[i + 1] + "" + (char) in[i + 2]));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isHex(byte octet) {
        return HexFormat.isHexDigit(octet);
    }
}
