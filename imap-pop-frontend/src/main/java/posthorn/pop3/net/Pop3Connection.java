package posthorn.pop3.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.pop3.LockResult;
import posthorn.pop3.LockedMaildrop;
import posthorn.pop3.Maildrop;
import posthorn.pop3.Pop3Action;
import posthorn.pop3.Pop3Lines;
import posthorn.pop3.Pop3Refusals;
import posthorn.pop3.Pop3Session;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.runtime.metrics.CommandMeters;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;

/**
 * One POP3 connection: lines to the session, its actions to the socket and the maildrop. Event loop
 * only, but for what says that it waits.
 */
final class Pop3Connection implements ConnectionHandler {
    private static final Logger LOG = Logger.getLogger(Pop3Connection.class);

    private final MailConnection connection;
    private final Pop3Service service;
    private final Pop3Lines lines = new Pop3Lines();
    private final Pop3Session session;
    private @Nullable LockedMaildrop held;
    private boolean busy;
    private long since = CommandMeters.now();
    private volatile boolean accountClosed;

    Pop3Connection(MailConnection connection, Pop3Service service) {
        this.connection = connection;
        this.service = service;
        this.session = new Pop3Session(service.settings(connection), connection.tls() != null);
    }

    @Override
    public void opened() {
        connection.idleTimeout(service.signInTimeout());
        connection.deadline(service.signInDeadline());
        say(session.greeting());
    }

    @Override
    public void received(ByteBuffer input) {
        boolean more = true;
        while (more && !busy && connection.writable()) {
            Pop3Responses answers = Pop3Responses.take(lines, input, session);
            more = !answers.isEmpty();
            give(answers);
        }
    }

    private void give(Pop3Responses answers) {
        if (answers.takeTime()) {
            busy = true;
            LockedMaildrop maildrop = holding();
            connection.await(
                    () -> {
                        answers.give(connection, maildrop, () -> accountClosed, service.meters());
                        return answers;
                    },
                    given -> perform(given.behind()),
                    this::brokenWork);
        } else {
            connection.write(answers.texts(service.meters()));
            perform(answers.behind());
        }
    }

    private void say(String text) {
        connection.write(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Null: nothing yet. */
    private void perform(@Nullable Pop3Action action) {
        busy = false;
        endIfClosed();
        if (busy) {
            return;
        }
        switch (action) {
            case null -> {}
            case Pop3Action.Response answer ->
                    give(
                            new Pop3Responses(
                                    List.of(
                                            new Pop3Responses.Answer(
                                                    answer, session.verb(), since)),
                                    null));
            case Pop3Action.BeginTls(String text) -> {
                busy = true;
                lines.forget();
                service.meters().answered(session.verb(), CommandMeters.now(), text);
                connection.startTls(bytes(text));
            }
            case Pop3Action.BeginScram(String login) -> beginScram(login);
            case Pop3Action.Authenticate(Credential credential, String method) ->
                    signIn(credential, method);
            case Pop3Action.Remove(Maildrop drop) -> remove(drop);
            case Pop3Action.End(String text) -> {
                busy = true;
                say(text);
                service.meters().answered(session.verb(), since, text);
                connection.close();
            }
        }
    }

    @Override
    public void secured() {
        busy = false;
        session.secured(service.offer(connection));
        connection.idleTimeout(service.signInTimeout());
    }

    // ---- what waits

    private void beginWork() {
        busy = true;
        since = CommandMeters.now();
    }

    private void beginScram(String login) {
        beginWork();
        connection.await(
                () -> service.maildrops().beginScram(login),
                begun ->
                        perform(
                                begun.map(session::scramBegun)
                                        .orElseGet(() ->
                                                session.notOpened(LockResult.Reason.UNAVAILABLE))),
                this::brokenWork);
    }

    private void signIn(Credential credential, String method) {
        beginWork();
        SignInAttempt attempt =
                new SignInAttempt(
                        credential,
                        SignInProtocol.POP3,
                        method,
                        new SignInAttempt.Client(connection.clientAddress(), ""));
        connection.await(
                () -> service.maildrops().open(attempt, this::closeAccount),
                this::opened,
                this::brokenWork);
    }

    private void opened(LockResult result) {
        switch (result) {
            case LockResult.Granted(LockedMaildrop maildrop, var serverSignature) -> {
                held = maildrop;
                service.renewals().add(maildrop);
                connection.idleTimeout(service.idleTimeout());
                connection.deadline(null);
                perform(session.opened(maildrop.drop(), serverSignature));
            }
            case LockResult.Refused(SignInRefusal why) -> perform(session.refused(why));
            case LockResult.NotOpened(LockResult.Reason reason) ->
                    perform(session.notOpened(reason));
        }
    }

    /** Any thread. */
    private void closeAccount() {
        accountClosed = true;
        connection.execute(this::endIfClosed);
    }

    /** Ends a session whose account was closed, when no command is in hand. */
    private void endIfClosed() {
        if (accountClosed && !busy) {
            busy = true;
            say(Pop3Refusals.accountClosed());
            connection.close();
        }
    }

    private LockedMaildrop holding() {
        if (held == null) {
            throw new IllegalStateException("signed in without a maildrop");
        }
        return held;
    }

    private void remove(Maildrop drop) {
        beginWork();
        LockedMaildrop maildrop = letGo();
        if (maildrop == null) {
            throw new IllegalStateException("signed in without a maildrop");
        }
        connection.await(
                () -> maildrop.remove(drop.deleted()),
                done -> perform(done ? session.removed() : session.notRemoved()),
                this::brokenWork);
    }

    private @Nullable LockedMaildrop letGo() {
        LockedMaildrop maildrop = held;
        held = null;
        if (maildrop != null) {
            service.renewals().remove(maildrop);
        }
        return maildrop;
    }

    /** The client has left, or a defect; either way nothing more can be said. */
    private void brokenWork(Exception why) {
        if (why instanceof IOException) {
            LOG.debugf("POP3 %d: %s", connection.id(), why);
        } else {
            LOG.errorf(
                    why,
                    "POP3 %d from %s ends on a defect",
                    connection.id(),
                    connection.clientAddress());
        }
        connection.abort();
    }

    // ---- the end

    /** RFC 1939 §3: closed without a word, and nothing is removed. */
    @Override
    public void idle() {
        connection.close();
    }

    @Override
    public void closing() {
        say("-ERR [SYS/TEMP] this server goes down: connect again\r\n");
        connection.close();
    }

    @Override
    public void closed() {
        LockedMaildrop maildrop = letGo();
        if (maildrop != null) {
            connection.await(
                    () -> {
                        maildrop.release();
                        return true;
                    },
                    released -> {},
                    why -> {});
        }
    }
}
