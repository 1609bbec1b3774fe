package posthorn.mailbox.secondfactor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import posthorn.mailbox.signin.RandomSecret;

/**
 * Codes on paper, good once each. Their hashes are kept: they are random and too long to be
 * guessed, so a quick hash is enough. Pure.
 */
final class RecoveryCodes {

    /** How many are made at once. */
    static final int COUNT = 10;

    private RecoveryCodes() {}

    /** New ones, as they are shown. */
    static List<String> make(RandomGenerator random) {
        return Stream.generate(() -> RandomSecret.next(random)).limit(COUNT).toList();
    }

    /** What is kept of one, however it is typed. */
    static String hash(String code) {
        String typed = code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", "");
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(typed.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** The hashes that are left when the code is taken; empty: it is none of them. */
    static Optional<List<String>> without(List<String> hashes, String code) {
        String taken = hash(code);
        return hashes.contains(taken)
                ? Optional.of(hashes.stream().filter(hash -> !hash.equals(taken)).toList())
                : Optional.empty();
    }
}
