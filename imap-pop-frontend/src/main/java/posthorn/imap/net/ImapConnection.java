package posthorn.imap.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import posthorn.imap.grammar.ResponseWriter.ClientGoneException;
import posthorn.imap.session.ClientFamily;
import posthorn.imap.session.ClientInfo;
import posthorn.imap.session.CompletionStatus;
import posthorn.imap.session.ImapSession;
import posthorn.imap.session.Next;
import posthorn.imap.session.SessionConnection;
import posthorn.imap.session.Verb;
import posthorn.runtime.metrics.CommandMeters;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;

/**
 * One IMAP connection. Its fields belong to the event loop, but for {@link #accountIsClosed}; the
 * session, and what is measured, belong to whoever works at the moment: the event loop while {@link
 * #busy} is false, else the virtual thread.
 */
final class ImapConnection implements ConnectionHandler, SessionConnection {

    private static final String GOING_DOWN = "The server goes down; connect again";

    private final MailConnection connection;
    private final ImapService service;
    private final ImapSession session;
    private final InputBudget.Share inputShare;
    private boolean busy;
    private boolean idling;
    private boolean signedIn;
    private boolean newsDue;
    private boolean takesMessage;
    private boolean closingDue;
    private volatile boolean accountIsClosed;
    private long since;
    private ClientFamily family = ClientFamily.NONE;

    /** What a piece of work leaves behind. */
    private record Done(
            Next next,
            byte[] rest,
            boolean idling,
            boolean signedIn,
            boolean takesMessage,
            int heldInput) {}

    ImapConnection(MailConnection connection, ImapService service) {
        this.connection = connection;
        this.service = service;
        this.inputShare = service.input().share(connection.clientAddress());
        ClientInfo client =
                ClientInfo.connected(
                        connection.clientAddress(),
                        connection.tls() != null,
                        connection.canStartTls(),
                        service.offer(connection));
        this.session = new ImapSession(service.session(), service.accounts(), client, this);
        service.meters().enter(family);
    }

    @Override
    public void opened() {
        connection.idleTimeout(service.signInTimeout());
        connection.deadline(service.signInDeadline());
        session.greet();
        connection.write(session.take());
    }

    @Override
    public void received(ByteBuffer input) {
        byte[] octets = new byte[input.remaining()];
        input.get(octets);
        session.feed(octets, 0, octets.length);
        if (takesMessage) {
            connection.extendDeadline(
                    service.append().time(octets.length), service.append().ahead());
        }
        if (session.ready()) {
            work(session::work);
        } else if (!inputShare.hold(session.heldInput())) {
            end("[LIMIT] Too many long commands are on their way; try again later");
        }
    }

    @Override
    public void secured() {
        session.secured(service.offer(connection));
    }

    @Override
    public void idle() {
        session.bye("Autologout: silent for too long");
        connection.write(session.take());
    }

    @Override
    public void expired() {
        session.bye(
                takesMessage
                        ? "Autologout: the message came too slowly"
                        : "Autologout: nobody signed in");
        connection.write(session.take());
    }

    /** A message that comes in is stored first: its client would send it again in vain. */
    @Override
    public void closing() {
        if (takesMessage) {
            closingDue = true;
        } else {
            end(GOING_DOWN);
        }
    }

    @Override
    public void closed() {
        inputShare.hold(0);
        service.meters().leave(family);
        connection.await(
                () -> {
                    session.close();
                    return true;
                },
                done -> {},
                failed -> {});
    }

    // ---- work

    private void work(Callable<Next> step) {
        busy = true;
        connection.await(
                () -> {
                    Next next = step.call();
                    return new Done(
                            next,
                            session.take(),
                            session.idling(),
                            session.signedIn(),
                            session.takesMessage(),
                            session.heldInput());
                },
                this::done,
                this::failed);
    }

    private void done(Done done) {
        busy = false;
        inputShare.hold(done.heldInput());
        idling = done.idling();
        if (done.signedIn() && !signedIn) {
            connection.idleTimeout(service.idleTimeout());
            connection.deadline(null);
        }
        if (done.takesMessage() != takesMessage) {
            connection.deadline(done.takesMessage() ? service.append().ahead() : null);
        }
        signedIn = done.signedIn();
        takesMessage = done.takesMessage();
        switch (done.next()) {
            case READ -> {
                connection.write(done.rest());
                afterwards();
            }
            case START_TLS -> connection.startTls(done.rest());
            case CLOSE -> {
                connection.write(done.rest());
                connection.close();
            }
        }
    }

    /** What came up while work was under way. */
    private void afterwards() {
        if (accountIsClosed) {
            end("The account was closed");
        } else if (closingDue && !takesMessage) {
            end(GOING_DOWN);
        } else if (newsDue) {
            newsDue = false;
            news();
        }
    }

    private void failed(Exception problem) {
        busy = false;
        if (problem instanceof ClientGoneException) {
            connection.abort();
        } else {
            throw new IllegalStateException("a command failed", problem);
        }
    }

    /** Called on virtual threads, by what is longer than a buffer. */
    @Override
    public void send(byte[] octets, int offset, int length) {
        try {
            if (accountIsClosed) {
                throw new IOException("the account was closed");
            }
            connection.stream(octets, offset, length);
        } catch (IOException gone) {
            throw new ClientGoneException(gone);
        }
    }

    // ---- measuring, by whoever works

    @Override
    public void began() {
        since = CommandMeters.now();
    }

    @Override
    public void answered(Verb verb, CompletionStatus status) {
        service.meters().commands().took(verb, since);
        service.meters().commands().told(status);
    }

    @Override
    public void named(ClientFamily now) {
        service.meters().leave(family);
        service.meters().enter(now);
        family = now;
    }

    // ---- news from the store

    private void news() {
        if (busy) {
            newsDue = true;
        } else if (idling) {
            work(session::push);
        }
    }

    @Override
    public void changed() {
        connection.execute(this::news);
    }

    @Override
    public boolean isClientThere() {
        return connection.isOpen() && !accountIsClosed;
    }

    @Override
    public void makeWay() {
        LockSupport.parkNanos(1);
    }

    @Override
    public void accountClosed() {
        accountIsClosed = true;
        connection.execute(() -> {
            if (!busy) {
                end("The account was closed");
            }
        });
    }

    private void end(String text) {
        session.bye(text);
        connection.write(session.take());
        connection.close();
    }
}
