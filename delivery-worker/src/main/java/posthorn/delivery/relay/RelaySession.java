package posthorn.delivery.relay;

import posthorn.delivery.client.SessionFailure;
import posthorn.delivery.client.SmtpClient;

/** A session with a host and the socket under it. For one thread at a time. */
final class RelaySession {

    private final SocketTransport transport;
    private final SmtpClient client;
    private int messages;

    RelaySession(SocketTransport transport, String name) {
        this.transport = transport;
        this.client = new SmtpClient(transport, name);
    }

    SmtpClient client() {
        return client;
    }

    /** Begins; closes the socket when that fails. */
    void open(boolean tls) throws SessionFailure {
        boolean opened = false;
        try {
            client.open(tls);
            opened = true;
        } finally {
            if (!opened) {
                transport.close();
            }
        }
    }

    /** Counts a transaction; whether the session may serve another. */
    boolean served(int limit) {
        messages++;
        return client.reusable() && messages < limit;
    }

    boolean quiet() {
        return transport.quiet();
    }

    /** Says goodbye and closes. */
    void end() {
        client.quit();
        transport.close();
    }

    /** Closes without a word: what was begun must not be completed. */
    void cut() {
        transport.close();
    }
}
