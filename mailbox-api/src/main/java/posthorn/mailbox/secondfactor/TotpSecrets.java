package posthorn.mailbox.secondfactor;

import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import posthorn.mailbox.sealing.MasterKey;

/**
 * Secrets of apps that make one-time codes, sealed under the master key before they are stored:
 * whoever has a copy of the database makes no codes. Safe for all threads.
 */
public final class TotpSecrets {

    private final Optional<MasterKey> key;
    private final RandomGenerator random;

    /**
     * @param key empty: there is none, and no secret can be kept
     * @param random cryptographically strong
     */
    public TotpSecrets(Optional<MasterKey> key, RandomGenerator random) {
        this.key = key;
        this.random = random;
    }

    /** Whether secrets can be kept. */
    boolean canBeKept() {
        return key.isPresent();
    }

    /** A new one. */
    byte[] make() {
        byte[] secret = new byte[Totp.SECRET];
        random.nextBytes(secret);
        return secret;
    }

    /** As it is stored. */
    String seal(byte[] secret, String account) {
        return Base64.getEncoder().encodeToString(key().seal(secret, what(account)));
    }

    /** What was stored. */
    byte[] open(String sealed, String account) {
        return key().open(Base64.getDecoder().decode(sealed), what(account));
    }

    private MasterKey key() {
        return key.orElseThrow(() ->
                new IllegalStateException(
                        "posthorn.master-key-file is not set: one-time codes cannot be checked"));
    }

    private static String what(String account) {
        return "one-time codes of " + account;
    }
}
