package posthorn.ingress.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/**
 * One SMTP session, from the greeting to the end (RFC 5321 §3, §4). The states and the ways between
 * them stand at {@link SmtpSessionState}; the verbs that need more than a line are in {@link
 * ClientInitiation} and {@link TransactionCommands}, the message in {@link MessageDialogue}.
 *
 * <p>Every method returns what is to be done, in order. Input is taken from {@link #received} as
 * far as the session can; what it leaves comes again, behind the answer of the {@link Action.Ask}
 * that stopped it. For one thread at a time.
 */
public final class SmtpSession {
    private final SmtpSessionSettings settings;
    private final SessionContext session;
    private final PendingActions out;
    private final CommandLineReader lines;
    private final ClientInitiation initiation;
    private final TransactionCommands transaction;
    private final MessageDialogue messages;

    /**
     * A session with a client that has just connected.
     *
     * @param client its address, and the TLS facts where TLS comes first
     * @param offersStartTls whether STARTTLS can be done
     */
    public SmtpSession(
            SmtpSessionSettings settings,
            Role role,
            Client client,
            boolean offersStartTls,
            SessionResources resources) {
        this.settings = settings;
        this.session = new SessionContext(settings, role, client, offersStartTls, resources);
        this.out = session.out();
        this.lines = new CommandLineReader(settings.maxCommandLine());
        this.initiation = new ClientInitiation(session);
        this.transaction = new TransactionCommands(session);
        this.messages = new MessageDialogue(settings, role, resources, out);
    }

    /** The connection stands: the greeting (RFC 5321 §3.1). */
    public List<Action> opened() {
        out.add(new Action.IdleTimeout(settings.commandTimeout()));
        out.say(Reply.plain(220, settings.hostname() + " ESMTP Posthorn"));
        return out.drain();
    }

    /** Octets came in. */
    public List<Action> received(ByteBuffer in) {
        while (in.hasRemaining() && !out.isAsking()) {
            switch (session.state()) {
                case SmtpSessionState.Started s -> line(in);
                case SmtpSessionState.Ready s -> line(in);
                case SmtpSessionState.InMail s -> line(in);
                case SmtpSessionState.Authenticating s -> response(s, in);
                case SmtpSessionState.InData s -> data(s, in);
                case SmtpSessionState.StartingTls s -> in.position(in.limit());
                case SmtpSessionState.Ended s -> in.position(in.limit());
            }
        }
        return out.drain();
    }

    /** The handshake is done: all that was said before counts for nothing (RFC 3207 §4.2). */
    public List<Action> secured(String tls) {
        Client known = Client.connected(session.client().address(), Optional.of(tls));
        session.become(new SmtpSessionState.Started(known));
        return out.drain();
    }

    /** A call was performed. */
    public <A> List<Action> answered(Action.Ask<A> ask, A answer) {
        out.answered();
        ask.then().accept(answer);
        return out.drain();
    }

    /** A call could not be performed. */
    public List<Action> failed(Action.Ask<?> ask) {
        out.answered();
        ask.otherwise().run();
        return out.drain();
    }

    /** Nothing came in for longer than the session's idle timeout. */
    public List<Action> idle() {
        return leave(RejectReason.IDLE);
    }

    /** The server goes down. */
    public List<Action> closing() {
        return leave(RejectReason.SHUTTING_DOWN);
    }

    /** The connection is gone, whoever ended it; nothing is said any more. */
    public void closed() {
        session.end();
    }

    /** Who the other side is, as far as it is known now: for logs. */
    public Client client() {
        return session.client();
    }

    private List<Action> leave(RejectReason reason) {
        if (!(session.state() instanceof SmtpSessionState.Ended)) {
            session.hangUp(reason);
        }
        return out.drain();
    }

    // ---- lines

    private void line(ByteBuffer in) {
        switch (lines.next(in)) {
            case CommandLineReader.Line.Text(byte[] octets) -> command(Command.parse(octets));
            case CommandLineReader.Line.TooLong tooLong ->
                    session.refuse(RejectReason.LINE_TOO_LONG);
            case null -> {}
        }
    }

    private void response(SmtpSessionState.Authenticating state, ByteBuffer in) {
        switch (lines.next(in)) {
            case CommandLineReader.Line.Text(byte[] octets) -> initiation.response(state, octets);
            case CommandLineReader.Line.TooLong tooLong -> initiation.responseTooLong(state);
            case null -> {}
        }
    }

    private void command(Command command) {
        switch (command) {
            case Command.Ehlo ehlo -> initiation.ehlo(ehlo);
            case Command.Helo helo -> initiation.helo(helo);
            case Command.StartTls startTls -> initiation.startTls();
            case Command.Auth auth -> initiation.auth(auth);
            case Command.Mail mail -> transaction.mail(mail);
            case Command.Rcpt rcpt -> transaction.rcpt(rcpt);
            case Command.Data data -> data();
            case Command.Rset rset -> rset();
            case Command.Noop noop -> out.say(Reply.of(250, "2.0.0", "Ok"));
            case Command.Vrfy vrfy -> vrfy();
            case Command.Expn expn -> session.refuse(RejectReason.NOT_IMPLEMENTED, "EXPN");
            case Command.Help help -> help();
            case Command.Quit quit -> quit();
            case Command.Unknown unknown -> session.refuse(RejectReason.UNKNOWN_COMMAND);
            case Command.Malformed malformed -> malformed(malformed);
        }
    }

    /** RSET, RFC 5321 §4.1.1.5. */
    private void rset() {
        if (session.state() instanceof SmtpSessionState.InMail) {
            session.become(new SmtpSessionState.Ready(session.client()));
        }
        out.say(Reply.of(250, "2.0.0", "Ok"));
    }

    /** VRFY, RFC 5321 §4.1.1.6, §7.3: nobody is told who is here. */
    private void vrfy() {
        out.say(Reply.of(252, "2.5.2", "Cannot verify, but will take the message and try"));
    }

    /** HELP, RFC 5321 §4.1.1.8. */
    private void help() {
        String words = "EHLO HELO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT STARTTLS AUTH";
        out.say(Reply.of(214, "2.0.0", "Commands: " + words));
    }

    /** QUIT, RFC 5321 §4.1.1.10. */
    private void quit() {
        out.say(Reply.of(221, "2.0.0", "Bye"));
        session.close();
    }

    private void malformed(Command.Malformed malformed) {
        session.refuse(RejectReason.BAD_ARGUMENT, malformed.reply(), Optional.empty());
    }

    // ---- the message

    /** DATA, RFC 5321 §4.1.1.4. */
    private void data() {
        if (!(session.state()
                instanceof SmtpSessionState.InMail(Client client, Transaction mail))) {
            session.refuse(RejectReason.MAIL_FIRST);
        } else if (mail.recipients().isEmpty()) {
            session.refuse(RejectReason.NO_RECIPIENTS);
        } else {
            SessionResources resources = session.resources();
            DataReceiver receiver =
                    new DataReceiver(mail, resources.ids().get(), settings, resources.memory());
            session.become(new SmtpSessionState.InData(client, receiver));
            out.add(new Action.IdleTimeout(settings.dataTimeout()));
            out.say(Reply.plain(354, "End with <CRLF>.<CRLF>"));
        }
    }

    private void data(SmtpSessionState.InData state, ByteBuffer in) {
        DataReceiver receiver = state.receiver();
        if (receiver.take(in)) {
            boolean smuggled = receiver.hasBareLineBreak();
            messages.end(state.client(), receiver, () -> messageEnded(smuggled));
        } else if (receiver.isFull()) {
            messages.makeRoom(state.client(), receiver);
        } else if (receiver.isEndless()) {
            session.hangUp(RejectReason.TOO_LARGE, settings.maxSize());
        }
    }

    /** Behind a bare line break the two sides may not agree on what is a command: it ends here. */
    private void messageEnded(boolean smuggled) {
        if (smuggled) {
            session.close();
        } else {
            session.become(new SmtpSessionState.Ready(session.client()));
            out.add(new Action.IdleTimeout(settings.commandTimeout()));
        }
    }
}
