package posthorn.imap.net;

import java.time.Duration;
import posthorn.frontend.settings.Networks;
import posthorn.frontend.store.Accounts;
import posthorn.imap.session.ImapSessionSettings;

/**
 * What all IMAP connections share.
 *
 * @param plainNetworks whose clients may sign in without TLS
 * @param signInTimeout how long a client may be silent before it has signed in
 * @param signInDeadline how long a client may take to sign in, whatever it says until then
 * @param idleTimeout how long it may be silent afterwards
 * @param input for commands that are not whole, all connections together
 * @param append how fast the message of an APPEND has to come in
 */
record ImapService(
        ImapSessionSettings session,
        Accounts accounts,
        Networks plainNetworks,
        Duration signInTimeout,
        Duration signInDeadline,
        Duration idleTimeout,
        InputBudget input,
        LeastRate append) {

    /**
     * The slowest way in which octets may come in.
     *
     * @param octets a second
     * @param ahead how far a client may be behind that
     */
    record LeastRate(int octets, Duration ahead) {

        /** The time that so many octets may take. */
        Duration time(int count) {
            return Duration.ofMillis(1000L * count / octets);
        }
    }
}
