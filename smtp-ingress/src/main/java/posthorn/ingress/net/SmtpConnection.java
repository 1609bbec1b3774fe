package posthorn.ingress.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import posthorn.ingress.session.Action;
import posthorn.ingress.session.BodyMemory;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.PortCall;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SessionEvent;
import posthorn.ingress.session.SessionOffers;
import posthorn.ingress.session.SessionPorts;
import posthorn.ingress.session.SmtpSession;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.protocol.smtp.Reply;
import posthorn.runtime.log.LogFields;
import posthorn.runtime.log.LogText;
import posthorn.runtime.net.ClientNetwork;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.SessionId;
import posthorn.runtime.net.TlsFacts;

/** One connection: octets to the session, its actions to the socket. Event loop only. */
final class SmtpConnection implements ConnectionHandler {
    private static final Logger LOG = Logger.getLogger(SmtpConnection.class);
    private static final int MOST_LINES = 50;

    /** Characters of replies that may wait for a lookup. */
    private static final int MOST_HELD_BACK = 4 * 1024;

    private static final long LONGEST_HELD_BACK = TimeUnit.MILLISECONDS.toNanos(500);

    private final MailConnection connection;
    private final SmtpListening with;
    private final Role role;
    private final SmtpSession session;
    private final ReplyTimes times;
    private final TransactionTrace trace;
    private final StringBuilder replies = new StringBuilder();
    private long heldSince;
    private boolean moreHasCome;
    private boolean lookingUp;
    private int lines;

    /**
     * A connection.
     *
     * @param xclient whether its peer is trusted to say for whom it speaks
     */
    SmtpConnection(MailConnection connection, Role role, SmtpListening with, boolean xclient) {
        this.connection = connection;
        this.with = with;
        this.role = role;
        this.times = new ReplyTimes(with.meters());
        this.trace = new TransactionTrace(with.tracing(), role);
        Client client =
                Client.connected(
                        connection.clientAddress(),
                        connection.localAddress(),
                        Optional.ofNullable(connection.tls()).map(TlsFacts::toString));
        this.session =
                new SmtpSession(
                        with.settings(),
                        role,
                        client,
                        new SessionOffers(connection.canStartTls(), xclient, signIn()),
                        with.resources(),
                        memory());
    }

    /** Nobody signs in without TLS. */
    private SaslOffer signIn() {
        return with.offers().offer(connection.tls(), false);
    }

    private BodyMemory.Share memory() {
        return with.resources().memory().share(ClientNetwork.of(connection.clientAddress()));
    }

    @Override
    public void opened() {
        run(session.opened());
    }

    @Override
    public void received(ByteBuffer input) {
        lookingUp = false;
        times.came();
        List<Action> actions = session.received(input);
        moreHasCome = input.hasRemaining();
        run(actions);
    }

    @Override
    public void secured() {
        TlsFacts tls = connection.tls();
        run(session.secured(tls == null ? "" : tls.toString(), signIn()));
    }

    @Override
    public void idle() {
        run(session.timedOut());
    }

    @Override
    public void expired() {
        run(session.timedOut());
    }

    @Override
    public void closing() {
        run(session.closing());
    }

    @Override
    public void closed() {
        with.signedIn().remove(this);
        trace.end();
        session.closed();
    }

    private void run(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Say(var reply) -> say(reply);
                case Action.StartTls(var reply) -> {
                    replies.append(reply.encode());
                    connection.startTls(drain());
                }
                case Action.Attribute(var client) -> attribute(client);
                case Action.Deadline(var limit) -> connection.deadline(limit);
                case Action.ExtendDeadline(var more, var most) ->
                        connection.extendDeadline(more, most);
                case Action.Tell(var event) -> tell(event);
                case Action.Ask<?> ask -> perform(ask);
                case Action.Close close -> {
                    flush();
                    connection.close();
                }
            }
        }
        if (!mayWait()) {
            flush();
        }
    }

    private void attribute(Client client) {
        boolean counted = connection.ends().become(client.address(), client.server()) == null;
        run(counted ? session.attributed(client, memory()) : session.notAttributed());
    }

    private void tell(SessionEvent event) {
        if (event instanceof SessionEvent.SignedIn(Client.User user, var _)) {
            with.signedIn().add(this, user);
        } else if (event instanceof SessionEvent.Accepted) {
            times.accepted();
        }
        boolean quietly = ++lines > MOST_LINES;
        fields().run(() -> with.events().record(event, role, session.client(), quietly));
        trace.told(event);
    }

    /** The sign-in counts no longer. Any thread. */
    void accessEnded() {
        connection.execute(() -> run(session.accessEnded()));
    }

    /**
     * Replies to the RCPT commands of a pipeline go out together (RFC 2920 §3.2): what is said
     * about one may wait while the next is looked up, but neither long nor much.
     */
    private boolean mayWait() {
        return moreHasCome
                && lookingUp
                && replies.length() < MOST_HELD_BACK
                && System.nanoTime() - heldSince < LONGEST_HELD_BACK;
    }

    private <A> void perform(Action.Ask<A> ask) {
        lookingUp =
                ask.call() instanceof PortCall.Resolve
                        || ask.call() instanceof PortCall.CountRefused
                        || ask.call() instanceof PortCall.Admit;
        if (!mayWait()) {
            flush();
        }
        if (ask.call() instanceof PortCall.Accept) {
            times.appending();
        }
        SessionPorts ports = with.ports();
        connection.await(
                trace.performing(ask.call(), ports),
                answer -> run(session.answered(ask, answer)),
                failure -> {
                    fields().run(() -> failed(ask, failure));
                    run(session.failed(ask));
                });
    }

    private LogFields fields() {
        return LogFields.with(LogFields.SESSION, SessionId.of(connection.id()))
                .and(trace.context());
    }

    private void failed(Action.Ask<?> ask, Exception failure) {
        LOG.logf(
                ++lines > MOST_LINES ? Logger.Level.DEBUG : Logger.Level.WARN,
                "%s for %s failed: %s",
                ask.call().getClass().getSimpleName(),
                connection.clientAddress(),
                LogText.clean(failure));
    }

    private void say(Reply reply) {
        if (replies.isEmpty()) {
            heldSince = System.nanoTime();
        }
        replies.append(reply.encode());
        times.said(session.answering(), reply);
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
