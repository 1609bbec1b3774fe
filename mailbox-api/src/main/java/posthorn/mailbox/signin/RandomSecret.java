package posthorn.mailbox.signin;

import java.util.random.RandomGenerator;

/**
 * Secrets that people copy or write down: 80 random bits in four groups of four letters and digits,
 * as in {@code k7dm-2qxa-w5ne-h3uv}. Nothing in them is mistaken for something else (RFC 4648 §6).
 */
public final class RandomSecret {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int GROUPS = 4;
    private static final int OF_GROUP = 4;

    private RandomSecret() {}

    /**
     * A new one.
     *
     * @param random cryptographically strong
     */
    public static String next(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * OF_GROUP; i++) {
            if (i > 0 && i % OF_GROUP == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
