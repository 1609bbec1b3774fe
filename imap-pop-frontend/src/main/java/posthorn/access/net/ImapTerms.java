package posthorn.access.net;

import java.time.Duration;
import posthorn.access.imap.session.SessionSettings;
import posthorn.access.store.Accounts;

/**
 * What all IMAP connections share.
 *
 * @param plainNetworks whose clients may sign in without TLS
 * @param signInTimeout how long a client may be silent before it has signed in
 * @param idleTimeout and afterwards
 */
record ImapTerms(
        SessionSettings session,
        Accounts accounts,
        Networks plainNetworks,
        Duration signInTimeout,
        Duration idleTimeout) {}
