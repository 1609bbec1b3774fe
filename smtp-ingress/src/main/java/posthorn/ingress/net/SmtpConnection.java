package posthorn.ingress.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import posthorn.ingress.session.Action;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SessionPorts;
import posthorn.ingress.session.SmtpSession;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.TlsFacts;

/** One connection: octets to the session, its actions to the socket. Event loop only. */
final class SmtpConnection implements ConnectionHandler {
    private static final Logger LOG = Logger.getLogger(SmtpConnection.class);
    private static final int MOST_LINES = 50;

    private final MailConnection connection;
    private final SmtpListening with;
    private final Role role;
    private final SmtpSession session;
    private final StringBuilder replies = new StringBuilder();
    private int lines;

    SmtpConnection(MailConnection connection, Role role, SmtpListening with) {
        this.connection = connection;
        this.with = with;
        this.role = role;
        Client client =
                Client.connected(
                        connection.clientAddress(),
                        Optional.ofNullable(connection.tls()).map(TlsFacts::toString));
        this.session =
                new SmtpSession(
                        with.settings(), role, client, connection.canStartTls(), with.resources());
    }

    @Override
    public void opened() {
        run(session.opened());
    }

    @Override
    public void received(ByteBuffer input) {
        run(session.received(input));
    }

    @Override
    public void secured() {
        TlsFacts tls = connection.tls();
        run(session.secured(tls == null ? "" : tls.toString()));
    }

    @Override
    public void idle() {
        run(session.idle());
    }

    @Override
    public void closing() {
        run(session.closing());
    }

    @Override
    public void closed() {
        session.closed();
    }

    private void run(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Say(var reply) -> replies.append(reply.encode());
                case Action.StartTls(var reply) -> {
                    replies.append(reply.encode());
                    connection.startTls(drain());
                }
                case Action.IdleTimeout(var limit) -> connection.idleTimeout(limit);
                case Action.Tell(var event) ->
                        with.events().record(event, role, session.client(), ++lines > MOST_LINES);
                case Action.Ask<?> ask -> perform(ask);
                case Action.Close close -> {
                    flush();
                    connection.close();
                }
            }
        }
        flush();
    }

    private <A> void perform(Action.Ask<A> ask) {
        flush();
        SessionPorts ports = with.ports();
        connection.await(
                () -> ask.call().perform(ports),
                answer -> run(session.answered(ask, answer)),
                failure -> {
                    LOG.logf(
                            ++lines > MOST_LINES ? Logger.Level.DEBUG : Logger.Level.WARN,
                            "%s for %s failed: %s",
                            ask.call().getClass().getSimpleName(),
                            connection.clientAddress(),
                            reason(failure));
                    run(session.failed(ask));
                });
    }

    /** With the cause, which often says more. */
    private static String reason(Exception failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.toString() : failure + " (" + cause + ")";
    }

    private void flush() {
        if (!replies.isEmpty()) {
            connection.write(drain());
        }
    }

    private byte[] drain() {
        byte[] octets = replies.toString().getBytes(StandardCharsets.UTF_8);
        replies.setLength(0);
        return octets;
    }
}
