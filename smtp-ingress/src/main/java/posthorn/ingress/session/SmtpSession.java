package posthorn.ingress.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.sasl.SaslOffer;
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
    private final Role role;
    private final SessionContext session;
    private final PendingActions out;
    private final CommandLineReader lines;
    private final ClientInitiation initiation;
    private final ProxiedClient proxied;
    private final TransactionCommands transaction;
    private final MessageDialogue messages;
    private final MessagePace pace;
    private final ChunkDialogue chunks;
    private Verb answering = Verb.UNKNOWN;
    private boolean goingDown;
    private boolean accessEnded;

    /**
     * A session with a client that has just connected.
     *
     * @param client its address, and the TLS facts where TLS comes first
     * @param offers what can be done on this connection
     * @param memory for messages, on account of this client
     */
    public SmtpSession(
            SmtpSessionSettings settings,
            Role role,
            Client client,
            SessionOffers offers,
            SessionResources resources,
            BodyMemory.Share memory) {
        this.settings = settings;
        this.role = role;
        this.session = new SessionContext(settings, role, client, offers, resources, memory);
        this.out = session.out();
        this.lines = new CommandLineReader(settings.maxCommandLine());
        this.initiation = new ClientInitiation(session);
        this.proxied = new ProxiedClient(session);
        this.transaction = new TransactionCommands(session);
        this.messages = new MessageDialogue(settings, role, resources, out);
        this.pace = new MessagePace(settings, out);
        this.chunks = new ChunkDialogue(session, messages, pace, this::messageEnded);
    }

    /** The connection stands: the greeting (RFC 5321 §3.1). */
    public List<Action> opened() {
        out.add(
                new Action.Deadline(
                        role.isSubmission()
                                ? settings.signInTimeout()
                                : settings.commandTimeout()));
        if (session.canNameClient()) {
            // Whose connection it is, it says itself.
            session.welcome();
        } else {
            session.greet();
        }
        return out.drain();
    }

    /**
     * Octets came in. Takes one command, or what there is of a message; what it leaves is to be
     * given again when the actions are done.
     */
    public List<Action> received(ByteBuffer in) {
        while (in.hasRemaining() && !out.isAsking() && out.isEmpty()) {
            switch (session.state()) {
                case SmtpSessionState.Started s -> line(in);
                case SmtpSessionState.Ready s -> line(in);
                case SmtpSessionState.InMail s -> line(in);
                case SmtpSessionState.Authenticating s -> response(s, in);
                case SmtpSessionState.Concluding s -> conclusion(s, in);
                case SmtpSessionState.InData s -> data(s, in);
                case SmtpSessionState.InChunk s -> chunks.take(s, in);
                case SmtpSessionState.BetweenChunks s -> line(in);
                case SmtpSessionState.SkippingChunk s -> chunks.drop(s, in);
                case SmtpSessionState.StartingTls s -> in.position(in.limit());
                case SmtpSessionState.Ended s -> in.position(in.limit());
            }
        }
        return actions();
    }

    /**
     * The handshake is done: all that was said before counts for nothing (RFC 3207 §4.2).
     *
     * @param signIn how the client may sign in now
     */
    public List<Action> secured(String tls, SaslOffer signIn) {
        session.offer(signIn);
        Client plain = session.client();
        session.become(
                new SmtpSessionState.Started(
                        Client.connected(plain.address(), plain.server(), Optional.of(tls))));
        session.commandEnded();
        return actions();
    }

    /** The peer speaks for this client, and memory is taken on its account (XCLIENT). */
    public List<Action> attributed(Client client, BodyMemory.Share memory) {
        proxied.attributed(client, memory);
        return actions();
    }

    /** There are too many connections of the client for whom the peer speaks. */
    public List<Action> notAttributed() {
        return leave(RejectReason.TOO_MANY_FROM_CLIENT);
    }

    /** A call was performed. */
    public <A> List<Action> answered(Action.Ask<A> ask, A answer) {
        out.answered();
        ask.then().accept(answer);
        return waited();
    }

    /** A call could not be performed. */
    public List<Action> failed(Action.Ask<?> ask) {
        out.answered();
        ask.otherwise().run();
        return waited();
    }

    /** Time that we took is not the client's. */
    private List<Action> waited() {
        if (!session.state().isInMessage()) {
            session.commandEnded();
        } else if (!out.isAsking()) {
            pace.begin();
        }
        if (accessEnded && !out.isAsking()) {
            return leave(RejectReason.SIGN_IN_ENDED);
        }
        return actions();
    }

    /**
     * What was decided, and, when a command has come to its end, the time for the next one. A user
     * who has not signed in has no more than the time since the connection.
     */
    private List<Action> actions() {
        if (!out.isAsking() && session.takeCommandEnded()) {
            boolean signedIn = !role.isSubmission() || session.client().user().isPresent();
            boolean over =
                    session.state().isInMessage()
                            || session.state() instanceof SmtpSessionState.Ended;
            if (signedIn && !over) {
                out.add(new Action.Deadline(settings.commandTimeout()));
            }
        }
        return out.drain();
    }

    /** The deadline has passed, or nothing came in for long. */
    public List<Action> timedOut() {
        boolean inMessage = session.state().isInMessage();
        return leave(inMessage ? RejectReason.TOO_SLOW : RejectReason.TIMEOUT);
    }

    /**
     * The server goes down: a message that is coming in is finished and answered first (RFC 5321
     * §3.8: 421 at any time, but a message that is torn comes again).
     */
    public List<Action> closing() {
        goingDown = true;
        return session.state().receiving() != null
                ? out.drain()
                : leave(RejectReason.SHUTTING_DOWN);
    }

    /**
     * The sign-in counts no longer: the account was closed or has another password. A call that is
     * under way is waited for, since a message may be on the log when it ends.
     */
    public List<Action> accessEnded() {
        accessEnded = true;
        return out.isAsking() ? out.drain() : leave(RejectReason.SIGN_IN_ENDED);
    }

    /** The connection is gone, whoever ended it; nothing is said any more. */
    public void closed() {
        session.end();
    }

    /** Who the other side is, as far as it is known now: for logs. */
    public Client client() {
        return session.client();
    }

    /** What the next reply answers. */
    public Verb answering() {
        return answering;
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
            case CommandLineReader.Line.TooLong tooLong ->
                    initiation.responseTooLong(state.client());
            case null -> {}
        }
    }

    private void conclusion(SmtpSessionState.Concluding state, ByteBuffer in) {
        switch (lines.next(in)) {
            case CommandLineReader.Line.Text(byte[] octets) -> initiation.concluded(state, octets);
            case CommandLineReader.Line.TooLong tooLong ->
                    initiation.responseTooLong(state.client());
            case null -> {}
        }
    }

    private void command(Command command) {
        session.commandEnded();
        answering = Verb.of(command);
        switch (command) {
            case Command.Ehlo ehlo -> initiation.ehlo(ehlo);
            case Command.Helo helo -> initiation.helo(helo);
            case Command.StartTls startTls -> initiation.startTls();
            case Command.Auth auth -> initiation.auth(auth);
            case Command.Mail mail -> transaction.mail(mail);
            case Command.Rcpt rcpt -> transaction.rcpt(rcpt);
            case Command.Data data -> data();
            case Command.Bdat bdat -> chunks.bdat(bdat);
            case Command.Xclient xclient -> proxied.xclient(xclient);
            case Command.Rset rset -> rset();
            case Command.Noop noop -> ok();
            case Command.Vrfy vrfy -> vrfy();
            case Command.Expn expn -> session.refuse(RejectReason.NOT_IMPLEMENTED, "EXPN");
            case Command.Help help -> help();
            case Command.Quit quit -> quit();
            case Command.Unknown unknown -> session.refuse(RejectReason.UNKNOWN_COMMAND);
            case Command.Malformed malformed -> malformed(malformed);
        }
    }

    private void ok() {
        out.say(Reply.of(250, "2.0.0", "Ok"));
        session.countIdleCommand();
    }

    /** RSET, RFC 5321 §4.1.1.5. */
    private void rset() {
        session.dropTransaction();
        ok();
    }

    /** VRFY, RFC 5321 §4.1.1.6, §7.3: nobody is told who is here. */
    private void vrfy() {
        out.say(Reply.of(252, "2.5.2", "Cannot verify, but will take the message and try"));
        session.countIdleCommand();
    }

    /** HELP, RFC 5321 §4.1.1.8. */
    private void help() {
        String words = "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT STARTTLS AUTH";
        out.say(Reply.of(214, "2.0.0", "Commands: " + words));
        session.countIdleCommand();
    }

    /** QUIT, RFC 5321 §4.1.1.10. */
    private void quit() {
        out.say(Reply.of(221, "2.0.0", "Bye"));
        session.close();
    }

    /** Behind a BDAT that cannot be read, nobody knows where the next command begins. */
    private void malformed(Command.Malformed malformed) {
        session.refuse(RejectReason.BAD_ARGUMENT, malformed.reply(), Optional.empty());
        if (malformed.verb().equals("BDAT")) {
            session.close();
        }
    }

    // ---- the message

    /** DATA, RFC 5321 §4.1.1.4. */
    private void data() {
        if (session.state() instanceof SmtpSessionState.BetweenChunks) {
            session.refuse(RejectReason.BAD_SEQUENCE, "BDAT goes on, or RSET first");
        } else if (!(session.state()
                instanceof SmtpSessionState.InMail(Client client, Transaction mail))) {
            session.refuse(RejectReason.MAIL_FIRST);
        } else if (mail.options().binary()) {
            session.refuse(RejectReason.BAD_SEQUENCE, "BODY=BINARYMIME needs BDAT");
        } else if (mail.recipients().isEmpty()) {
            session.refuse(RejectReason.NO_RECIPIENTS);
        } else {
            DataReceiver receiver = session.receiver(mail, DataDecoder.Framing.DOT);
            session.become(new SmtpSessionState.InData(client, receiver));
            pace.begin();
            out.say(Reply.plain(354, "End with <CRLF>.<CRLF>"));
        }
    }

    private void data(SmtpSessionState.InData state, ByteBuffer in) {
        DataReceiver receiver = state.receiver();
        int before = in.remaining();
        boolean ended = receiver.take(in);
        if (ended) {
            answering = Verb.END_OF_DATA;
            boolean smuggled = receiver.hasBareLineBreak();
            messages.end(state.client(), receiver, () -> dotEnded(smuggled));
        } else if (receiver.isFull()) {
            messages.makeRoom(state.client(), receiver);
        } else if (receiver.isEndless()) {
            session.hangUp(RejectReason.TOO_LARGE, settings.maxSize());
        } else {
            pace.earn(before - in.remaining());
        }
    }

    /** Behind a bare line break the two sides may not agree on what is a command: it ends here. */
    private void dotEnded(boolean smuggled) {
        if (smuggled) {
            session.close();
        } else {
            messageEnded();
        }
    }

    private void messageEnded() {
        session.messageEnded();
        session.become(new SmtpSessionState.Ready(session.client()));
        session.commandEnded();
        if (goingDown) {
            session.hangUp(RejectReason.SHUTTING_DOWN);
        }
    }
}
