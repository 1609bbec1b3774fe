package posthorn.frontend.store;

/** The door to the accounts: who may come in. Safe for use by many threads. */
public interface Accounts {

    /**
     * Checks a password and opens the account. Blocks for as long as the check takes; failures of
     * one client or login are slowed down behind this call, not before it.
     *
     * @param login as typed by the user, an address
     * @param protocol {@code imap} or {@code pop3}
     * @param clientAddress IP address of the client, without a port
     * @throws StoreUnavailableException when the store cannot be asked
     */
    AuthenticationResult signIn(
            String login, String password, String protocol, String clientAddress);
}
