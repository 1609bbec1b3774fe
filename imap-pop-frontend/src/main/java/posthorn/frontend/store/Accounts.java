package posthorn.frontend.store;

import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInAttempt;

/** The door to the accounts: who may come in. Safe for use by many threads. */
public interface Accounts {

    /**
     * Checks what somebody shows and opens the account. Blocks for as long as the check takes;
     * failures of one client or login are slowed down behind this call, not before it.
     *
     * @throws StoreUnavailableException when the store cannot be asked
     */
    AuthenticationResult signIn(SignInAttempt attempt);

    /**
     * What SCRAM says to a client before it proves that it knows a password. Blocks.
     *
     * @param login as typed; there is an answer for every one
     * @throws StoreUnavailableException when the store cannot be asked
     */
    ScramChallenge beginScram(String login);
}
