package posthorn.protocol.signin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramOctets;

/**
 * What some mechanisms say to the client when the directory has answered, as a last challenge.
 * SMTP, IMAP and POP3 have no room for it in their own last reply: the client answers it with a
 * line that says nothing, and then the reply follows (RFC 4422 §3.6, RFC 7628 §3.2.3).
 */
public final class LastChallenge {

    private LastChallenge() {}

    /**
     * Behind SCRAM, that the server knows the password, too (RFC 5802 §7).
     *
     * @param serverSignature empty: it was not SCRAM
     * @return in base64; empty: nothing is to be said
     */
    public static Optional<String> accepted(Optional<ScramOctets> serverSignature) {
        return serverSignature.map(signature -> base64("v=" + signature.base64()));
    }

    /**
     * Behind a token, why it is not accepted (RFC 7628 §3.2.2).
     *
     * @return in base64; empty: nothing is to be said
     */
    public static Optional<String> refused(Credential credential, SignInRefusal why) {
        boolean refused =
                why instanceof SignInRefusal.TokenExpired
                        || why instanceof SignInRefusal.TokenRefused;
        return refused && credential instanceof Credential.BearerToken
                ? Optional.of(base64("{\"status\":\"invalid_token\",\"schemes\":\"bearer\"}"))
                : Optional.empty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
