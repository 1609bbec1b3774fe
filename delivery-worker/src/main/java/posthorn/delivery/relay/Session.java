package posthorn.delivery.relay;

import posthorn.delivery.client.SessionTrouble;
import posthorn.delivery.client.SmtpClient;

/** A session with a host and the socket under it. For one thread at a time. */
final class Session {

    private final SocketWire wire;
    private final SmtpClient client;
    private int messages;

    Session(SocketWire wire, String name) {
        this.wire = wire;
        this.client = new SmtpClient(wire, name);
    }

    SmtpClient client() {
        return client;
    }

    /** Begins; closes the socket when that fails. */
    void open(boolean tls) throws SessionTrouble {
        boolean opened = false;
        try {
            client.open(tls);
            opened = true;
        } finally {
            if (!opened) {
                wire.close();
            }
        }
    }

    /** Counts a transaction; whether the session may serve another. */
    boolean served(int limit) {
        messages++;
        return client.reusable() && messages < limit;
    }

    boolean quiet() {
        return wire.quiet();
    }

    /** Says goodbye and closes. */
    void end() {
        client.quit();
        wire.close();
    }

    /** Closes without a word: what was begun must not be completed. */
    void cut() {
        wire.close();
    }
}
