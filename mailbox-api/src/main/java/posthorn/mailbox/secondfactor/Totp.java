package posthorn.mailbox.secondfactor;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * One-time codes by time (RFC 6238) over HMAC-SHA-1 (RFC 4226), six digits, a new one each 30
 * seconds: the only ones that all apps make. Pure.
 */
final class Totp {

    /** Octets of a secret (RFC 4226 §4, R6: 160 bits are recommended). */
    static final int SECRET = 20;

    private static final long STEP = Duration.ofSeconds(30).toMillis();

    /** Steps that the app's clock may be behind or ahead (RFC 6238 §5.2). */
    private static final int WINDOW = 1;

    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /**
     * The time step whose code this is; empty: it is none that is good now.
     *
     * @param now milliseconds since 1970, UTC
     * @param after codes of this step and of earlier ones are not good any more
     */
    static OptionalLong step(byte[] secret, String code, long now, long after) {
        String digits = code.replace(" ", "");
        long middle = now / STEP;
        return LongStream.rangeClosed(middle - WINDOW, middle + WINDOW)
                .filter(step -> step > after)
                .filter(step -> same(code(secret, step), digits))
                .findFirst();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** The code of a time step (RFC 4226 §5.3). */
    static String code(byte[] secret, long step) {
        byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf;
        int bits = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        return String.format("%0" + DIGITS + "d", bits % MODULUS);
    }

    private static byte[] hmac(byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA1", e);
        }
    }

    /** The secret as people type it: base32 (RFC 4648 §6), without padding. */
    static String text(byte[] secret) {
        return Base32.toBase32String(secret).replace("=", "");
    }

    /** What an app reads from a QR code (the "key URI format" that all of them know). */
    static String uri(byte[] secret, String issuer, String address) {
        return "otpauth://totp/"
                + escaped(issuer)
                + ":"
                + escaped(address)
                + "?secret="
                + text(secret)
                + "&issuer="
                + escaped(issuer)
                + "&algorithm=SHA1&digits="
                + DIGITS
                + "&period="
                + STEP / 1000;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
