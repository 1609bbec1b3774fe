package posthorn.protocol.sasl;

/** What the server does next in an exchange. */
public sealed interface SaslStep {
    /**
     * Send this, and give the client's next line to {@code next}.
     *
     * @param base64 what to send after the protocol's own sign; may be empty
     */
    record Challenge(String base64, SaslExchange next) implements SaslStep {}

    /**
     * The client has said who it is; text, neither empty. Still to be checked.
     *
     * @param login the name as typed
     * @param password never logged: {@link #toString()} leaves it out
     */
    record Credentials(String login, String password) implements SaslStep {
        @Override
        public String toString() {
            return "Credentials[login=" + login + "]";
        }
    }

    /** The exchange is over without credentials. */
    record Failed(Reason reason) implements SaslStep {}

    /** Why an exchange failed. */
    enum Reason {
        /** The client sent {@code *}: 501 in SMTP, BAD in IMAP. */
        CANCELLED,
        /** No base64, no UTF-8, or not the mechanism's form: 501 5.5.2, BAD. */
        MALFORMED,
        /** Longer than {@value SaslResponse#MAX_LINE} characters: 500 5.5.6, BAD. */
        TOO_LONG,
        /** The client wants to act for somebody else, which nobody may: 535 5.7.8, NO. */
        OTHER_IDENTITY
    }
}
