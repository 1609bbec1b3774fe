package posthorn.frontend.store;

import java.util.Optional;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInRefusal;

/** The answer to a sign-in. */
public sealed interface AuthenticationResult {

    /**
     * What was shown was right.
     *
     * @param account the receiver owns the view and closes it
     * @param serverSignature what SCRAM tells the client; empty: it was not SCRAM
     */
    record Accepted(AccountSession account, Optional<ScramOctets> serverSignature)
            implements AuthenticationResult {}

    /** Nobody came in. */
    record Refused(SignInRefusal why) implements AuthenticationResult {}

    /** What was shown was right; the account has as many sessions as it may have at once. */
    record TooManySessions() implements AuthenticationResult {}
}
