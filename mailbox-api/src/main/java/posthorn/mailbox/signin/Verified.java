package posthorn.mailbox.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import posthorn.runtime.metrics.CacheFigures;

/**
 * Passwords that were right a moment ago, so that a client that signs in again does not cost an
 * Argon2id. What is kept is a hash under a key that this process made up, of the password and the
 * text form it was compared with: another password, or a new text form of the same one, is not
 * found. Safe for all threads.
 */
public final class Verified {

    private static final int KEY = 32;
    private static final int MOST = 100_000;

    private final SecretKeySpec key;
    private final Cache<String, Boolean> right;

    /**
     * @param keep how long a password counts as right; zero: never
     */
    public Verified(Duration keep, Ticker ticker) {
        byte[] random = new byte[KEY];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
        this.right =
                Caffeine.newBuilder()
                        .maximumSize(keep.isZero() ? 0 : MOST)
                        .expireAfterWrite(keep)
                        .ticker(ticker)
                        .recordStats()
                        .build();
    }

    /** How often a password was known. */
    public CacheFigures figures() {
        return CacheFigures.of(right);
    }

    /** Whether the password was found to be the one of the text form a moment ago. */
    public boolean knows(String password, String encoded) {
        return right.getIfPresent(mark(password, encoded)) != null;
    }

    /** The password was found to be the one of the text form. */
    public void remember(String password, String encoded) {
        right.put(mark(password, encoded), true);
    }

    private String mark(String password, String encoded) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(encoded.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }
}
