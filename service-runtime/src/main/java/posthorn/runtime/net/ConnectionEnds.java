package posthorn.runtime.net;

import org.jspecify.annotations.Nullable;

/**
 * Between whom a connection is: as its socket says, or as a trusted proxy in between does; and for
 * which client it is counted. Any thread.
 */
public final class ConnectionEnds {
    private final ConnectionLimits limits;
    private String client;
    private String server;
    private boolean counted;

    /**
     * The ends of a connection that is not counted yet.
     *
     * @param limits it is counted by
     * @param client IP address without port and zone
     * @param server IP address that the client has connected to, without port and zone
     */
    public ConnectionEnds(ConnectionLimits limits, String client, String server) {
        this.limits = limits;
        this.client = client;
        this.server = server;
    }

    /** The client's IP address, without port and zone. */
    public synchronized String client() {
        return client;
    }

    /** The IP address that it has connected to, without port and zone. */
    public synchronized String server() {
        return server;
    }

    /** Counts the connection in; not null: it is refused for this reason and was not counted. */
    synchronized @Nullable CloseReason enter() {
        CloseReason refused = limits.enter(client);
        counted = refused == null;
        return refused;
    }

    /**
     * From now on the connection is another client's, and counts as that one's; not null: that
     * client has too many, and nothing has changed.
     */
    public synchronized @Nullable CloseReason become(String newClient, String newServer) {
        CloseReason refused = counted ? limits.move(client, newClient) : null;
        if (refused == null) {
            client = newClient;
            server = newServer;
        }
        return refused;
    }

    /** Counts the connection out, once. */
    synchronized void leave() {
        if (counted) {
            counted = false;
            limits.leave(client);
        }
    }
}
