package posthorn.ingress.session;

import java.io.IOException;

/**
 * Recipients that were refused since they are unknown or not ours, counted over all connections of
 * a client: for its account when it has signed in, else for its IP address, of IPv6 for the first
 * 64 bits. Whoever tries many may be looking for those that exist. Safe for all threads.
 */
public interface RefusedRecipients {

    /**
     * Counts one more.
     *
     * @return whether the client has named too many lately: it is told nothing more for a while;
     *     false for a client that is not counted
     * @throws IOException nobody could be asked in time; it may have been counted
     */
    boolean count(Client client) throws IOException;

    /** Whether it is known here that the client has named too many lately. Does not wait. */
    boolean isUsedUp(Client client);
}
