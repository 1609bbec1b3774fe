package posthorn.runtime.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A token.
 *
 * @param name of whoever has it, for logs; that of the file's kind where the file names nobody
 * @param value what is shown
 */
public record Token(String name, String value) {

    /** Whether {@code shown} is the token; takes the same time for every wrong one. */
    boolean is(String shown) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Names the token without telling it: SHA-256 in hexadecimal digits. */
    public String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "Token[" + name + "]";
    }
}
