package posthorn.mailbox.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Passwords as Argon2id (RFC 9106; 19 MiB, t=2, p=1), in the usual text form {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. A bounded number is computed at once, and a bounded
 * number waits: memory and processors stay free for mail. Safe for all threads; no call waits.
 */
public final class Passwords implements AutoCloseable {

    private static final int SALT = 16;
    private static final String FORM =
            "$argon2id$v=19$m=" + Argon2id.MEMORY_KIB + ",t=" + Argon2id.PASSES + ",p=1$";

    private static final String QUICK_FORM = "$sha256$";

    /** Too many passwords wait to be looked at. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("too many passwords wait to be checked", null, false, false);
        }
    }

    /** The network of whoever is not a mail client: an administrator. */
    private static final String ADMINISTRATOR = "";

    private final Argon2id argon2 = Argon2id.fastest();
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor pool;
    private final HashQueue queue;
    private final String nobody;

    /**
     * @param atOnce passwords that are computed at once; each takes 19 MiB
     * @param waiting passwords that may wait for that, of clients who were let in before, and as
     *     many of others
     * @param waitingOfNetwork passwords from one network that may wait
     */
    public Passwords(int atOnce, int waiting, int waitingOfNetwork) {
        this.pool =
                new ThreadPoolExecutor(
                        atOnce,
                        atOnce,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("password-", 0).factory());
        this.pool.allowCoreThreadTimeOut(true);
        this.queue = new HashQueue(atOnce, waiting, waitingOfNetwork, pool);
        this.nobody = FORM + encode(new byte[SALT]) + "$" + encode(new byte[Argon2id.HASH]);
    }

    /** Passwords that are computed or wait for it. */
    public int held() {
        return queue.held();
    }

    /** The text form of a password under a new salt; fails with {@link Busy}. */
    public CompletionStage<String> encoded(String password) {
        byte[] salt = newSalt();
        return compute(
                new HashQueue.Client(ADMINISTRATOR, true),
                () -> FORM + encode(salt) + "$" + encode(hash(password, salt)));
    }

    /** What is kept of a password, both to be shown and to be proven; fails with {@link Busy}. */
    public CompletionStage<Verifier> verifier(String password, ScramKeys.Salt scram) {
        byte[] salt = newSalt();
        return compute(
                new HashQueue.Client(ADMINISTRATOR, true),
                () ->
                        new Verifier(
                                FORM + encode(salt) + "$" + encode(hash(password, salt)),
                                Optional.of(Scram.keys(password, scram))));
    }

    /** What is kept of a password that was right, to be proven; fails with {@link Busy}. */
    public CompletionStage<ScramKeys> scram(String password, ScramKeys.Salt salt) {
        return compute(new HashQueue.Client(ADMINISTRATOR, true), () -> Scram.keys(password, salt));
    }

    private byte[] newSalt() {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return salt;
    }

    /**
     * The text form of a password that was made at random and is too long to be guessed: {@code
     * $sha256$salt$hash}, which costs nothing to compare.
     */
    public String encodedQuick(String password) {
        byte[] salt = newSalt();
        return QUICK_FORM + encode(salt) + "$" + encode(quickHash(password, salt));
    }

    /** Whether a text form is one of {@link #encodedQuick}. */
    public static boolean isQuick(String encoded) {
        return encoded.startsWith(QUICK_FORM);
    }

    /** Whether the password is the one of a text form that {@link #isQuick}. */
    public boolean matchesQuick(String password, String encoded) {
        String[] parts = encoded.split("\\$");
        if (parts.length != 4 || !isQuick(encoded)) {
            throw new IllegalStateException("the stored password has an unknown form");
        }
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        return MessageDigest.isEqual(
                Base64.getDecoder().decode(parts[3]), quickHash(password, salt));
    }

    private static byte[] quickHash(String password, byte[] salt) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(normalized(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /**
     * Whether the password is the one of the text form; fails with {@link Busy}.
     *
     * @param network of the client
     * @param good whether the login was let in from there before: then it waits for no stranger
     */
    public CompletionStage<Boolean> matches(
            String password, String encoded, String network, boolean good) {
        return compute(
                new HashQueue.Client(network, good),
                () -> {
                    String[] parts = encoded.split("\\$");
                    if (parts.length != 6 || !encoded.startsWith(FORM)) {
                        throw new IllegalStateException("the stored password has an unknown form");
                    }
                    byte[] salt = Base64.getDecoder().decode(parts[4]);
                    byte[] expected = Base64.getDecoder().decode(parts[5]);
                    return MessageDigest.isEqual(expected, hash(password, salt));
                });
    }

    /** The work of {@link #matches} for somebody who does not exist; always false. */
    public CompletionStage<Boolean> matchesNobody(String password, String network) {
        return matches(password, nobody, network, false).thenApply(whatever -> false);
    }

    private <T> CompletionStage<T> compute(HashQueue.Client client, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        queue.add(
                client,
                new HashQueue.Task(
                        () -> {
                            try {
                                result.complete(work.get());
                            } catch (RuntimeException e) {
                                result.completeExceptionally(e);
                            }
                        },
                        () -> result.completeExceptionally(new Busy())));
        return result;
    }

    private byte[] hash(String password, byte[] salt) {
        return argon2.hash(normalized(password), salt);
    }

    private static byte[] normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
