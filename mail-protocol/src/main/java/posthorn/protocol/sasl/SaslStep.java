package posthorn.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** What the server does next in an exchange. */
public sealed interface SaslStep {
    /**
     * The most octets of a login in UTF-8: no address is longer (RFC 5321 §4.5.3.1). A longer one
     * is nobody's, and is refused before anything of it is kept or logged.
     */
    int MAX_LOGIN_OCTETS = 64 + 1 + 255;

    /** Whether a login is short enough to be somebody's. */
    static boolean isLogin(String login) {
        return login.length() <= MAX_LOGIN_OCTETS
                && login.getBytes(StandardCharsets.UTF_8).length <= MAX_LOGIN_OCTETS;
    }

    /**
     * Send this, and give the client's next line to {@code next}.
     *
     * @param base64 what to send after the protocol's own sign; may be empty
     */
    record Challenge(String base64, SaslExchange next) implements SaslStep {}

    /**
     * Ask the directory what SCRAM begins with, and give that to {@code next}.
     *
     * @param login the name as typed
     */
    record BeginScram(String login, Function<ScramChallenge, SaslStep> next) implements SaslStep {}

    /** The client has shown this. Still to be checked. */
    record Credentials(Credential credential) implements SaslStep {}

    /** The exchange is over without credentials. */
    record Failed(Reason reason) implements SaslStep {}

    /** Why an exchange failed. */
    enum Reason {
        /** The client sent {@code *}: 501 in SMTP, BAD in IMAP. */
        CANCELLED,
        /** No base64, no UTF-8, or not the mechanism's form: 501 5.5.2, BAD. */
        MALFORMED,
        /**
         * A line longer than {@value SaslResponse#MAX_LINE} characters, or a login longer than
         * {@value SaslStep#MAX_LOGIN_OCTETS} octets: 500 5.5.6, BAD.
         */
        TOO_LONG,
        /** The client wants to act for somebody else, which nobody may: 535 5.7.8, NO. */
        OTHER_IDENTITY,
        /**
         * The client sees another TLS connection than we do, or was told of other mechanisms (RFC
         * 5802 §6): somebody may stand between. 535 5.7.8, NO.
         */
        CHANNEL_BINDING
    }
}
