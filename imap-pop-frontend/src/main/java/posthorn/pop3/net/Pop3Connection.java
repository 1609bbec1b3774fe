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
import posthorn.pop3.Pop3Session;
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
    private volatile boolean accountClosed;

    Pop3Connection(MailConnection connection, Pop3Service service) {
        this.connection = connection;
        this.service = service;
        this.session =
                new Pop3Session(
                        service.settings(connection.clientAddress(), connection.canStartTls()),
                        connection.tls() != null);
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
                        answers.give(connection, maildrop, () -> accountClosed);
                        return answers;
                    },
                    given -> perform(given.behind()),
                    this::brokenWork);
        } else {
            connection.write(answers.texts());
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
            case Pop3Action.Response answer -> give(new Pop3Responses(List.of(answer), null));
            case Pop3Action.BeginTls(String text) -> {
                busy = true;
                lines.forget();
                connection.startTls(bytes(text));
            }
            case Pop3Action.Authenticate(String login, String password) -> signIn(login, password);
            case Pop3Action.Remove(Maildrop drop) -> remove(drop);
            case Pop3Action.End(String text) -> {
                busy = true;
                say(text);
                connection.close();
            }
        }
    }

    @Override
    public void secured() {
        busy = false;
        session.secured();
        connection.idleTimeout(service.signInTimeout());
    }

    // ---- what waits

    private void signIn(String login, String password) {
        busy = true;
        connection.await(
                () ->
                        service.maildrops()
                                .open(
                                        login,
                                        password,
                                        connection.clientAddress(),
                                        this::closeAccount),
                this::opened,
                this::brokenWork);
    }

    private void opened(LockResult result) {
        switch (result) {
            case LockResult.Granted(LockedMaildrop maildrop) -> {
                held = maildrop;
                service.renewals().add(maildrop);
                connection.idleTimeout(service.idleTimeout());
                connection.deadline(null);
                perform(session.opened(maildrop.drop()));
            }
            case LockResult.Refused(LockResult.Reason reason) -> perform(session.refused(reason));
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
            say(Pop3Session.accountClosed());
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
        busy = true;
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
