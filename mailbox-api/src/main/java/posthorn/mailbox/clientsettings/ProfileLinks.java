package posthorn.mailbox.clientsettings;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Words in links that show an account's settings to whoever has the link, for a short time: a phone
 * takes its profile so, without a sign-in. Such a word opens nothing else. It says its account and
 * its end, and a MAC (HMAC-SHA-256 under the directory's secret) says that it was made here; so
 * every pod knows it, and nobody has to keep it.
 */
public final class ProfileLinks {

    private static final String MAC = "HmacSHA256";
    private static final String PURPOSE = "posthorn profile link 1";
    private static final int MAC_OCTETS = 16;
    private static final int BASE = 36;
    private static final Pattern WORD =
            Pattern.compile("([A-Za-z0-9_-]{1,64})\\.([0-9a-z]{1,10})\\.([A-Za-z0-9_-]{22})");

    private final byte[] secret;
    private final Duration valid;
    private final InstantSource clock;

    /**
     * Links under a secret.
     *
     * @param secret the same for all pods
     * @param valid how long a link shows anything
     */
    public ProfileLinks(byte[] secret, Duration valid, InstantSource clock) {
        this.secret = secret.clone();
        this.valid = valid;
        this.clock = clock;
    }

    /**
     * A link's word, and when it ends.
     *
     * @param word for a path, needs no escapes
     */
    public record ProfileLink(String word, Instant expires) {
        /** Without the word: who has it sees the settings. */
        @Override
        public String toString() {
            return "ProfileLink[" + expires + "]";
        }
    }

    /**
     * Makes one.
     *
     * @param account id of the account
     */
    public ProfileLink of(String account) {
        Instant expires = Instant.ofEpochSecond(clock.instant().plus(valid).getEpochSecond());
        String said = account + "." + Long.toString(expires.getEpochSecond(), BASE);
        return new ProfileLink(said + "." + mac(said), expires);
    }

    /** The account that a word is about; empty: it was not made here, or its time is over. */
    public Optional<String> account(String word) {
        var parts = WORD.matcher(word);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String said = parts.group(1) + "." + parts.group(2);
        boolean made =
                MessageDigest.isEqual(
                        mac(said).getBytes(StandardCharsets.US_ASCII),
                        parts.group(3).getBytes(StandardCharsets.US_ASCII));
        long expires = made ? Long.parseLong(parts.group(2), BASE) : 0;
        return clock.instant().getEpochSecond() < expires
                ? Optional.of(parts.group(1))
                : Optional.empty();
    }

    private String mac(String said) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            byte[] octets = mac.doFinal((PURPOSE + "\n" + said).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(octets, MAC_OCTETS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
