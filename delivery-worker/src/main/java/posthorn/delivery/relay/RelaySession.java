package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.Optional;
import posthorn.delivery.client.Credentials;
import posthorn.delivery.client.SessionFailure;
import posthorn.delivery.client.SmtpClient;
import posthorn.delivery.policy.Consequence.Connection;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.protocol.tlsrpt.TlsProblem;

/** A session with a host and the socket under it. For one thread at a time. */
final class RelaySession {

    private final SocketTransport transport;
    private final SmtpClient client;
    private final InetAddress address;
    private int messages;

    /**
     * A session that has not begun.
     *
     * @param name what we call ourselves in EHLO
     * @param address of the host
     */
    RelaySession(SocketTransport transport, String name, InetAddress address) {
        this.transport = transport;
        this.client = new SmtpClient(transport, name);
        this.address = address;
    }

    SmtpClient client() {
        return client;
    }

    /** Address of the host. */
    InetAddress address() {
        return address;
    }

    /**
     * Begins; closes the connection when that fails.
     *
     * @param credentials with which we sign in; empty: we do not
     */
    void open(HostTls tls, Optional<Credentials> credentials) throws SessionFailure {
        try {
            client.open(tls.demand(), tls.requireTls());
            if (credentials.isPresent()) {
                client.signIn(credentials.get());
            }
        } catch (SessionFailure e) {
            close(e);
            throw e;
        }
    }

    /** What is wrong with the certificate of the host; empty: nothing, or none was looked at. */
    Optional<TlsProblem> problem() {
        return transport.problem();
    }

    /** Makes it fit for the next message; closes the connection when that fails. */
    void reset() throws SessionFailure {
        try {
            client.reset();
        } catch (SessionFailure e) {
            close(e);
            throw e;
        }
    }

    /** Counts a transaction; whether the session may serve another. */
    boolean served(int limit) {
        messages++;
        return client.reusable() && client.takesAnother() && messages < limit;
    }

    /** Whether the host has said or done nothing that was not asked for. */
    boolean quiet() {
        return transport.quiet();
    }

    /** Ends it: with QUIT where the dialogue is in step, else without a word. */
    void end() {
        if (client.reusable()) {
            client.quit();
        } else {
            abort();
        }
    }

    /** Closes without a word: what was begun must not be completed. */
    void abort() {
        transport.close();
    }

    private void close(SessionFailure failure) {
        if (FailurePolicy.consequence(failure.failure()).connection() == Connection.QUIT) {
            client.quit();
        } else {
            abort();
        }
    }
}
