package posthorn.access.store;

/** The answer to a sign-in. */
public sealed interface SignIn {

    /** The password was right. The receiver owns the view and closes it. */
    record Accepted(AccountView account) implements SignIn {}

    /** Nobody came in. */
    record Refused(Reason reason) implements SignIn {}

    /** Why nobody came in. */
    enum Reason {
        /** Wrong password or unknown login: the client is not told which. */
        BAD_CREDENTIALS,
        /** The account is disabled. */
        DISABLED,
        /** Too many failures, or too many at once: later. */
        TRY_LATER
    }
}
