package posthorn.pop3.net;

import java.time.Duration;
import posthorn.frontend.settings.Networks;
import posthorn.pop3.Maildrops;
import posthorn.pop3.Pop3SessionSettings;

/**
 * What all POP3 connections share.
 *
 * @param hostname for the greeting
 * @param plainSignIn networks whose clients may sign in without TLS
 * @param signInAttempts wrong passwords after which a connection ends
 * @param signInTimeout how long a client may be silent before it has signed in
 * @param signInDeadline how long a client may take to sign in, whatever it says until then
 * @param idleTimeout how long afterwards
 */
record Pop3Service(
        String hostname,
        Networks plainSignIn,
        int signInAttempts,
        Duration signInTimeout,
        Duration signInDeadline,
        Duration idleTimeout,
        Maildrops maildrops,
        LockRenewals renewals) {

    /** What a session with this client is told. */
    Pop3SessionSettings settings(String clientAddress, boolean offersTls) {
        return new Pop3SessionSettings(
                hostname, offersTls, plainSignIn.contains(clientAddress), signInAttempts);
    }
}
