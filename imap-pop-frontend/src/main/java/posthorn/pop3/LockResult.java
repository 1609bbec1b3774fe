package posthorn.pop3;

import java.util.Optional;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInRefusal;

/** How a sign-in ended. */
public sealed interface LockResult {

    /**
     * The maildrop is locked for this session, which has to give it back.
     *
     * @param serverSignature what SCRAM tells the client; empty: it was not SCRAM
     */
    record Granted(LockedMaildrop held, Optional<ScramOctets> serverSignature)
            implements LockResult {}

    /** Nobody came in, and nothing is held. */
    record Refused(SignInRefusal why) implements LockResult {}

    /** What was shown may be right, the maildrop cannot be had, and nothing is held. */
    record NotOpened(Reason reason) implements LockResult {}

    /** Why a maildrop cannot be had. */
    enum Reason {
        /** The account has as many sessions as it may have at once. */
        TOO_MANY_SESSIONS,
        /** Another session has the maildrop. */
        IN_USE,
        /** The store cannot be reached, or has no INBOX for us. */
        UNAVAILABLE
    }
}
