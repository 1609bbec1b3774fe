package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.signin.Scram;
import posthorn.mailbox.signin.ScramKeys;
import posthorn.protocol.sasl.ScramOctets;

/**
 * The salt of each account, one for all of its passwords, and one for every login that there is
 * not: it is made of the account's id, or of the login, and a secret of the directory, so that
 * nobody learns from it who has an account here. Safe for all threads.
 */
public final class ScramSalts {

    private static final String SECRET = "scram";
    private static final int SECRET_OCTETS = 32;
    private static final int SALT_OCTETS = 16;
    private static final int NONCE_OCTETS = 18;

    private final DirectoryStore store;
    private final SecureRandom random;
    private final int iterations;
    private volatile byte @Nullable [] known;

    /**
     * @param random makes the secret and nonces
     * @param iterations of passwords of accounts that have none for SCRAM yet
     */
    public ScramSalts(DirectoryStore store, SecureRandom random, int iterations) {
        this.store = store;
        this.random = random;
        this.iterations = iterations;
    }

    /** The salt of an account: for its password, and for its app passwords. */
    public Uni<ScramKeys.Salt> of(AddressEntry.Account account) {
        Optional<ScramKeys> own = ScramKeys.parse(account.scram());
        return own.isPresent()
                ? Uni.createFrom().item(own.get().salt())
                : made("account " + account.account());
    }

    /** The salt of an account that is being made. */
    Uni<ScramKeys.Salt> ofNew(String account) {
        return made("account " + account);
    }

    /** What is taken for the salt of a login that nobody has. */
    Uni<ScramKeys.Salt> ofNobody(String login) {
        return made("login " + login);
    }

    private Uni<ScramKeys.Salt> made(String name) {
        return secret().map(secret -> {
            byte[] octets = Scram.hmac(secret, name.getBytes(StandardCharsets.UTF_8));
            return new ScramKeys.Salt(
                    ScramOctets.of(Arrays.copyOf(octets, SALT_OCTETS)), iterations);
        });
    }

    private Uni<byte[]> secret() {
        byte[] secret = known;
        return secret != null
                ? Uni.createFrom().item(secret)
                : Uni.createFrom()
                        .completionStage(() -> store.secret(SECRET, fresh(SECRET_OCTETS)))
                        .invoke(read -> known = read);
    }

    /** The server's part of a nonce. */
    String nonce() {
        return Base64.getEncoder().withoutPadding().encodeToString(fresh(NONCE_OCTETS));
    }

    private byte[] fresh(int octets) {
        byte[] made = new byte[octets];
        random.nextBytes(made);
        return made;
    }
}
