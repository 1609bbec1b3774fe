package posthorn.mailbox.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.tracing.TraceContext;

/**
 * Tokens by which this service itself signs in for the owner of an account, where they have proven
 * elsewhere who they are: what somebody sends by REST goes to smtp-ingress like any other
 * submission. A token stands in the place of the password; it is good for one account, one protocol
 * and one minute, and for as long as the account's access generation stays. Nothing is stored:
 * every pod computes the same under the secret that the services share. Safe for all threads.
 */
public final class SelfSignInTokens {

    private static final String PREFIX = "posthorn-self:";
    private static final String PURPOSE = "posthorn self sign-in 1";
    private static final int MOST_PARTS = 40;
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final Supplier<List<String>> secrets;
    private final InstantSource clock;

    /**
     * Tokens under a secret.
     *
     * @param secrets at least one: a token is made under each, and one in common is enough, so that
     *     pods may read a changed file of secrets at different times
     */
    public SelfSignInTokens(Supplier<List<String>> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Tokens that are good in this process alone. */
    public static SelfSignInTokens ofOneProcess(RandomGenerator random, InstantSource clock) {
        String secret = MessageIds.random(random);
        return new SelfSignInTokens(() -> List.of(secret), clock);
    }

    /**
     * A token.
     *
     * @param account id
     * @param generation of its access
     * @param trace that what is done with it belongs to
     */
    public String issue(
            String account, long generation, SignInProtocol protocol, TraceContext trace) {
        long ends = clock.instant().plus(GOOD_FOR).getEpochSecond();
        String claim = claim(account, generation, protocol, ends);
        Stream<String> macs = secrets.get().stream().map(key -> mac(key, claim));
        return PREFIX
                + ends
                + ":"
                + Stream.concat(Stream.of(trace.traceparent()).filter(t -> !t.isEmpty()), macs)
                        .collect(Collectors.joining(":"));
    }

    /**
     * The trace that a token names. It opens nothing, so that no secret covers it: the release
     * before this one takes it for a proof that is wrong, beside one that is right.
     *
     * @param password maybe no token at all
     */
    public static TraceContext trace(String password) {
        return isToken(password)
                ? Stream.of(password.split(":", MOST_PARTS))
                        .map(TraceContext::parse)
                        .filter(TraceContext::exists)
                        .findFirst()
                        .orElse(TraceContext.NONE)
                : TraceContext.NONE;
    }

    /** Whether it looks like one: then it is nobody's password. */
    public static boolean isToken(String password) {
        return password.startsWith(PREFIX);
    }

    /** Whether the token lets the owner of that account in. */
    public boolean admits(String token, String account, long generation, SignInProtocol protocol) {
        int colon = token.indexOf(':', PREFIX.length());
        if (!isToken(token) || colon < 0) {
            return false;
        }
        long ends;
        try {
            ends = Long.parseLong(token.substring(PREFIX.length(), colon));
        } catch (NumberFormatException none) {
            return false;
        }
        String claim = claim(account, generation, protocol, ends);
        boolean ours = false;
        for (String shown : token.substring(colon + 1).split(":", MOST_PARTS)) {
            byte[] octets = shown.getBytes(StandardCharsets.UTF_8);
            for (String secret : secrets.get()) {
                byte[] own = mac(secret, claim).getBytes(StandardCharsets.UTF_8);
                ours |= MessageDigest.isEqual(own, octets);
            }
        }
        return ours && clock.instant().getEpochSecond() <= ends;
    }

    private static String claim(
            String account, long generation, SignInProtocol protocol, long ends) {
        return account + "\n" + generation + "\n" + protocol.word() + "\n" + ends;
    }

    private static String mac(String secret, String claim) {
        byte[] key = hmac(secret.getBytes(StandardCharsets.UTF_8), PURPOSE);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, claim));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
