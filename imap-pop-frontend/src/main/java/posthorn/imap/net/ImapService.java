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
 * @param idleTimeout and afterwards
 */
record ImapService(
        ImapSessionSettings session,
        Accounts accounts,
        Networks plainNetworks,
        Duration signInTimeout,
        Duration idleTimeout) {}
