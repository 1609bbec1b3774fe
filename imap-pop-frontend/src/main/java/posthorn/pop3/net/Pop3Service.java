package posthorn.pop3.net;

import java.time.Duration;
import posthorn.pop3.Maildrops;
import posthorn.pop3.Pop3SessionSettings;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.Networks;
import posthorn.runtime.signin.SignInOffers;

/**
 * What all POP3 connections share.
 *
 * @param hostname for the greeting
 * @param offers mechanisms to sign in by
 * @param plainSignIn networks whose clients may sign in without TLS
 * @param signInAttempts wrong passwords after which a connection ends
 * @param signInTimeout how long a client may be silent before it has signed in
 * @param signInDeadline how long a client may take to sign in, whatever it says until then
 * @param idleTimeout how long afterwards
 * @param meters that connections are measured with
 */
record Pop3Service(
        String hostname,
        SignInOffers offers,
        Networks plainSignIn,
        int signInAttempts,
        Duration signInTimeout,
        Duration signInDeadline,
        Duration idleTimeout,
        Maildrops maildrops,
        LockRenewals renewals,
        Pop3Meters meters) {

    /** What a session on this connection is told. */
    Pop3SessionSettings settings(MailConnection connection) {
        return new Pop3SessionSettings(
                hostname, connection.canStartTls(), offer(connection), signInAttempts);
    }

    /** How the client of a connection may sign in, now. */
    SaslOffer offer(MailConnection connection) {
        return offers.offer(connection.tls(), plainSignIn.contains(connection.clientAddress()));
    }
}
