package posthorn.frontend.store;

/** The answer to a sign-in. */
public sealed interface AuthenticationResult {

    /** The password was right. The receiver owns the view and closes it. */
    record Accepted(AccountSession account) implements AuthenticationResult {}

    /** Nobody came in. */
    record Refused(Reason reason) implements AuthenticationResult {}

    /** Why nobody came in. */
    enum Reason {
        /** Wrong password or unknown login: the client is not told which. */
        BAD_CREDENTIALS,
        /** The account is disabled. */
        DISABLED,
        /** Too many failures, or too many at once: later. */
        TRY_LATER,
        /** The account has as many sessions as it may have at once. */
        TOO_MANY_SESSIONS
    }
}
