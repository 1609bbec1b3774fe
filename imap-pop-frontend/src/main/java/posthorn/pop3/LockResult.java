package posthorn.pop3;

/** How a sign-in ended. */
public sealed interface LockResult {

    /** The maildrop is locked for this session, which has to give it back. */
    record Granted(LockedMaildrop held) implements LockResult {}

    /** Nobody came in, and nothing is held. */
    record Refused(Reason reason) implements LockResult {}

    /** Why nobody came in. */
    enum Reason {
        /** Wrong password or unknown login: the client is not told which. */
        BAD_CREDENTIALS,
        /** The account is disabled. */
        DISABLED,
        /** Too many failures, or too many at once. */
        TRY_LATER,
        /** The account has as many sessions as it may have at once. */
        TOO_MANY_SESSIONS,
        /** Another session has the maildrop. */
        IN_USE,
        /** The store cannot be reached, or has no INBOX for us. */
        UNAVAILABLE
    }
}
