package posthorn.ingress.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/**
 * One SMTP session, from the greeting to the end (RFC 5321 §3, §4). The states and the ways between
 * them stand at {@link SessionState}; the verbs that need more than a line are in {@link
 * Introduction} and {@link Envelope}, the message in {@link MessageDialogue}.
 *
 * <p>Every method returns what is to be done, in order. Input is taken from {@link #received} as
 * far as the session can; what it leaves comes again, behind the answer of the {@link Action.Ask}
 * that stopped it. For one thread at a time.
 */
public final class SmtpSession {
    private final SessionSettings settings;
    private final Conversation session;
    private final Outbox out;
    private final CommandReader lines;
    private final Introduction introduction;
    private final Envelope envelope;
    private final MessageDialogue messages;

    /**
     * A session with a client that has just connected.
     *
     * @param client its address, and the TLS facts where TLS comes first
     * @param offersStartTls whether STARTTLS can be done
     */
    public SmtpSession(
            SessionSettings settings,
            Role role,
            Client client,
            boolean offersStartTls,
            Surroundings around) {
        this.settings = settings;
        this.session = new Conversation(settings, role, client, offersStartTls, around);
        this.out = session.out();
        this.lines = new CommandReader(settings.maxCommandLine());
        this.introduction = new Introduction(session);
        this.envelope = new Envelope(session);
        this.messages = new MessageDialogue(settings, role, around, out);
    }

    /** The connection stands: the greeting (RFC 5321 §3.1). */
    public List<Action> opened() {
        out.add(new Action.Patience(settings.commandTimeout()));
        out.say(Reply.plain(220, settings.hostname() + " ESMTP Posthorn"));
        return out.drain();
    }

    /** Octets came in. */
    public List<Action> received(ByteBuffer in) {
        while (in.hasRemaining() && !out.isAsking()) {
            switch (session.state()) {
                case SessionState.Started s -> line(in);
                case SessionState.Ready s -> line(in);
                case SessionState.InMail s -> line(in);
                case SessionState.SigningIn s -> response(s, in);
                case SessionState.InData s -> data(s, in);
                case SessionState.Handshake s -> in.position(in.limit());
                case SessionState.Ended s -> in.position(in.limit());
            }
        }
        return out.drain();
    }

    /** The handshake is done: all that was said before counts for nothing (RFC 3207 §4.2). */
    public List<Action> secured(String tls) {
        Client known = Client.connected(session.client().address(), Optional.of(tls));
        session.become(new SessionState.Started(known));
        return out.drain();
    }

    /** An effect was performed. */
    public <A> List<Action> answered(Action.Ask<A> ask, A answer) {
        out.answered();
        ask.then().accept(answer);
        return out.drain();
    }

    /** An effect could not be performed. */
    public List<Action> failed(Action.Ask<?> ask) {
        out.answered();
        ask.otherwise().run();
        return out.drain();
    }

    /** Nothing came in for longer than the session's patience. */
    public List<Action> idle() {
        return leave(Refusal.IDLE);
    }

    /** The server goes down. */
    public List<Action> closing() {
        return leave(Refusal.SHUTTING_DOWN);
    }

    /** The connection is gone, whoever ended it; nothing is said any more. */
    public void closed() {
        session.end();
    }

    /** Who the other side is, as far as it is known now: for logs. */
    public Client client() {
        return session.client();
    }

    private List<Action> leave(Refusal reason) {
        if (!(session.state() instanceof SessionState.Ended)) {
            session.hangUp(reason);
        }
        return out.drain();
    }

    // ---- lines

    private void line(ByteBuffer in) {
        switch (lines.next(in)) {
            case CommandReader.Line.Text(byte[] octets) -> command(Command.parse(octets));
            case CommandReader.Line.TooLong tooLong -> session.refuse(Refusal.LINE_TOO_LONG);
            case null -> {}
        }
    }

    private void response(SessionState.SigningIn state, ByteBuffer in) {
        switch (lines.next(in)) {
            case CommandReader.Line.Text(byte[] octets) -> introduction.response(state, octets);
            case CommandReader.Line.TooLong tooLong -> introduction.responseTooLong(state);
            case null -> {}
        }
    }

    private void command(Command command) {
        switch (command) {
            case Command.Ehlo ehlo -> introduction.ehlo(ehlo);
            case Command.Helo helo -> introduction.helo(helo);
            case Command.StartTls startTls -> introduction.startTls();
            case Command.Auth auth -> introduction.auth(auth);
            case Command.Mail mail -> envelope.mail(mail);
            case Command.Rcpt rcpt -> envelope.rcpt(rcpt);
            case Command.Data data -> data();
            case Command.Rset rset -> rset();
            case Command.Noop noop -> out.say(Reply.of(250, "2.0.0", "Ok"));
            case Command.Vrfy vrfy -> vrfy();
            case Command.Help help -> help();
            case Command.Quit quit -> quit();
            case Command.Unknown unknown -> session.refuse(Refusal.UNKNOWN_COMMAND);
            case Command.Malformed malformed -> malformed(malformed);
        }
    }

    /** RSET, RFC 5321 §4.1.1.5. */
    private void rset() {
        if (session.state() instanceof SessionState.InMail) {
            session.become(new SessionState.Ready(session.client()));
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
        session.refuse(Refusal.BAD_ARGUMENT, malformed.reply(), Optional.empty());
    }

    // ---- the message

    /** DATA, RFC 5321 §4.1.1.4. */
    private void data() {
        if (!(session.state() instanceof SessionState.InMail(Client client, Transaction mail))) {
            session.refuse(Refusal.MAIL_FIRST);
        } else if (mail.recipients().isEmpty()) {
            session.refuse(Refusal.NO_RECIPIENTS);
        } else {
            Surroundings around = session.around();
            Reception reception =
                    new Reception(mail, around.ids().get(), settings, around.memory());
            session.become(new SessionState.InData(client, reception));
            out.add(new Action.Patience(settings.dataTimeout()));
            out.say(Reply.plain(354, "End with <CRLF>.<CRLF>"));
        }
    }

    private void data(SessionState.InData state, ByteBuffer in) {
        Reception reception = state.reception();
        if (reception.take(in)) {
            boolean smuggled = reception.hasBareLineBreak();
            messages.end(state.client(), reception, () -> messageEnded(smuggled));
        } else if (reception.isFull()) {
            messages.makeRoom(state.client(), reception);
        } else if (reception.isEndless()) {
            session.hangUp(Refusal.TOO_LARGE, settings.maxSize());
        }
    }

    /** Behind a bare line break the two sides may not agree on what is a command: it ends here. */
    private void messageEnded(boolean smuggled) {
        if (smuggled) {
            session.close();
        } else {
            session.become(new SessionState.Ready(session.client()));
            out.add(new Action.Patience(settings.commandTimeout()));
        }
    }
}
