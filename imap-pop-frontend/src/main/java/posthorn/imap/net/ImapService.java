package posthorn.imap.net;

import java.time.Duration;
import posthorn.frontend.store.Accounts;
import posthorn.imap.session.ImapSessionSettings;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.Networks;
import posthorn.runtime.signin.SignInOffers;

/**
 * What all IMAP connections share.
 *
 * @param offers mechanisms to sign in by
 * @param plainNetworks whose clients may sign in without TLS
 * @param signInTimeout how long a client may be silent before it has signed in
 * @param signInDeadline how long a client may take to sign in, whatever it says until then
 * @param idleTimeout how long it may be silent afterwards
 * @param input for commands that are not whole, all connections together
 * @param append how fast the message of an APPEND has to come in
 * @param meters that connections are measured with
 */
record ImapService(
        ImapSessionSettings session,
        Accounts accounts,
        SignInOffers offers,
        Networks plainNetworks,
        Duration signInTimeout,
        Duration signInDeadline,
        Duration idleTimeout,
        InputBudget input,
        LeastRate append,
        ImapMeters meters) {

    /** How the client of a connection may sign in, now. */
    SaslOffer offer(MailConnection connection) {
        return offers.offer(connection.tls(), plainNetworks.contains(connection.clientAddress()));
    }

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
