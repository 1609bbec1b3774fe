package posthorn.pop3;

import org.jspecify.annotations.Nullable;
import posthorn.pop3.Pop3Action.Authenticate;
import posthorn.pop3.Pop3Action.BeginTls;
import posthorn.pop3.Pop3Action.End;
import posthorn.pop3.Pop3Action.Listing;
import posthorn.pop3.Pop3Action.Remove;
import posthorn.pop3.Pop3Action.Say;
import posthorn.pop3.Pop3Action.Send;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.SaslStep;

/**
 * One POP3 session. States and what leads from one to the next:
 *
 * <pre>
 * Authorization ── USER ──▶ Named ── PASS ──▶ Admission ── opened ──▶ Transaction ── QUIT ──▶ Update ──▶ Over
 *       ▲  │ ▲ └─ AUTH ──▶ Exchange ── response ──▶ ┘  │                                           │
 *       │  │ └───────────────── refused ───────────────┘                                    removed, notRemoved
 *       │  └─ STLS ──▶ Handshake ── secured ─┐
 *       └────────────────────────────────────┘          QUIT before sign-in, and too many refusals ──▶ Over
 * </pre>
 *
 * In Authentication, Handshake and Update the session waits to be told the end, and takes no line.
 * For one thread at a time.
 */
public final class Pop3Session {
    private static final String CRLF = "\r\n";

    /** Commands that are refused before sign-in; at the last one the connection ends. */
    private static final int MOST_ERRORS = 20;

    private static final String NO_SUCH_MESSAGE = "-ERR no such message\r\n";

    private sealed interface State {
        record Authorization() implements State {}

        record Named(String login) implements State {}

        record Exchange(posthorn.protocol.sasl.SaslExchange next) implements State {}

        record Authentication() implements State {}

        record Handshake() implements State {}

        record Transaction(Maildrop drop) implements State {}

        record Update() implements State {}

        record Over() implements State {}
    }

    private final Pop3SessionSettings settings;
    private boolean tls;
    private int refusals;
    private int errors;
    private State state = new State.Authorization();

    /**
     * A session in its first state.
     *
     * @param tls whether the connection began with TLS
     */
    public Pop3Session(Pop3SessionSettings settings, boolean tls) {
        this.settings = settings;
        this.tls = tls;
    }

    /**
     * The first words, RFC 1939 §4. Without a timestamp: APOP is not offered, it needs the password
     * in clear at rest.
     */
    public String greeting() {
        return "+OK " + settings.hostname() + " POP3 ready" + CRLF;
    }

    /** Whether the client has signed in. */
    public boolean isSignedIn() {
        return state instanceof State.Transaction || state instanceof State.Update;
    }

    /** A line came. Who says only what is refused before signing in is no mail client. */
    public Pop3Action line(Pop3Lines.Line line) {
        Pop3Action action = answer(line);
        boolean refused = action instanceof Say(String text) && text.startsWith("-ERR");
        if (refused && !isSignedIn() && ++errors >= MOST_ERRORS) {
            state = new State.Over();
            return new End("-ERR too many errors" + CRLF);
        }
        return action;
    }

    private Pop3Action answer(Pop3Lines.Line line) {
        return switch (line) {
            case Pop3Lines.Line.TooLong() -> {
                state = state instanceof State.Exchange ? new State.Authorization() : state;
                yield new Say("-ERR the line is too long" + CRLF);
            }
            case Pop3Lines.Line.Text(String text) ->
                    state instanceof State.Exchange(var next)
                            ? step(next.respond(text))
                            : command(Pop3Command.parse(text));
        };
    }

    private Pop3Action command(Pop3Command command) {
        return switch (command) {
            case Pop3Command.Unknown unknown -> new Say("-ERR unknown command" + CRLF);
            case Pop3Command.Malformed(String form) -> new Say("-ERR expected: " + form + CRLF);
            case Pop3Command.Capa capa -> new Say(capabilities());
            case Pop3Command.Quit quit -> quit();
            case Pop3Command.User(String name) -> user(name);
            case Pop3Command.Pass(String password) -> pass(password);
            case Pop3Command.Auth auth -> auth(auth);
            case Pop3Command.Stls stls -> stls();
            case Pop3Command.Stat stat ->
                    inDrop(drop -> "+OK " + drop.count() + " " + drop.octets() + CRLF);
            case Pop3Command.ListSizes(int number) ->
                    list(number, "octets", Maildrop.Column.OCTETS);
            case Pop3Command.Uidl(int number) -> list(number, "ids", Maildrop.Column.UNIQUE_ID);
            case Pop3Command.Retr(int number) -> send(number, -1);
            case Pop3Command.Top(int number, int lines) -> send(number, lines);
            case Pop3Command.Dele(int number) -> inDrop(drop -> delete(drop, number));
            case Pop3Command.Rset rset -> inDrop(Pop3Session::reset);
            case Pop3Command.Noop noop -> inDrop(drop -> "+OK" + CRLF);
        };
    }

    // ---- any state

    /** CAPA, RFC 2449 §6: what may be used now. */
    private String capabilities() {
        StringBuilder out = new StringBuilder("+OK what there is\r\n");
        out.append("TOP\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nEXPIRE NEVER\r\n");
        if (maySignIn()) {
            out.append("USER\r\nSASL PLAIN LOGIN\r\n");
        }
        if (mayBeginTls()) {
            out.append("STLS\r\n");
        }
        return out.append("IMPLEMENTATION Posthorn\r\n.\r\n").toString();
    }

    private Pop3Action quit() {
        if (state instanceof State.Transaction(Maildrop drop)) {
            state = new State.Update();
            return new Remove(drop);
        }
        state = new State.Over();
        return new End("+OK bye" + CRLF);
    }

    // ---- before sign-in

    private boolean isBeforeSignIn() {
        return state instanceof State.Authorization || state instanceof State.Named;
    }

    private boolean maySignIn() {
        return isBeforeSignIn() && (tls || settings.plainSignIn());
    }

    private boolean mayBeginTls() {
        return isBeforeSignIn() && !tls && settings.offersTls();
    }

    private @Nullable Say refusedBefore() {
        if (!isBeforeSignIn()) {
            return new Say("-ERR already signed in" + CRLF);
        }
        return maySignIn()
                ? null
                : new Say(
                        "-ERR TLS is required to sign in: use STLS (STARTTLS), or port 995 with SSL/TLS"
                                + CRLF);
    }

    private Pop3Action user(String name) {
        Say refusal = refusedBefore();
        if (refusal != null) {
            return refusal;
        }
        if (!SaslStep.isLogin(name)) {
            return new Say("-ERR [AUTH] that is no name of an account" + CRLF);
        }
        state = new State.Named(name);
        return new Say("+OK and the password" + CRLF);
    }

    private Pop3Action pass(String password) {
        Say refusal = refusedBefore();
        if (refusal != null) {
            return refusal;
        }
        if (state instanceof State.Named(String login)) {
            state = new State.Authentication();
            return new Authenticate(login, password);
        }
        return new Say("-ERR USER comes first" + CRLF);
    }

    private Pop3Action auth(Pop3Command.Auth auth) {
        Say refusal = refusedBefore();
        if (refusal != null) {
            return refusal;
        }
        if (auth.mechanism() == null) {
            return new Say("+OK mechanisms\r\nPLAIN\r\nLOGIN\r\n.\r\n");
        }
        SaslMechanism mechanism = SaslMechanism.named(auth.mechanism());
        return mechanism == null
                ? new Say("-ERR no such mechanism: PLAIN and LOGIN are there" + CRLF)
                : step(mechanism.start(auth.initialResponse()));
    }

    private Pop3Action step(SaslStep step) {
        return switch (step) {
            case SaslStep.Challenge(String base64, var next) -> {
                state = new State.Exchange(next);
                yield new Say("+ " + base64 + CRLF);
            }
            case SaslStep.Credentials(String login, String password) -> {
                state = new State.Authentication();
                yield new Authenticate(login, password);
            }
            case SaslStep.Failed(SaslStep.Reason reason) -> {
                state = new State.Authorization();
                yield new Say(failure(reason) + CRLF);
            }
        };
    }

    private static String failure(SaslStep.Reason reason) {
        return switch (reason) {
            case CANCELLED -> "-ERR cancelled";
            case MALFORMED -> "-ERR that is no response of this mechanism";
            case TOO_LONG -> "-ERR the response is too long";
            case OTHER_IDENTITY -> "-ERR [AUTH] nobody may act for somebody else";
        };
    }

    private Pop3Action stls() {
        if (tls) {
            return new Say("-ERR TLS is active already" + CRLF);
        }
        if (!mayBeginTls()) {
            return new Say("-ERR TLS cannot begin now" + CRLF);
        }
        state = new State.Handshake();
        return new BeginTls("+OK begin TLS" + CRLF);
    }

    /** The handshake is done; what was said before it is forgotten (RFC 2595 §4). */
    public void secured() {
        tls = true;
        state = new State.Authorization();
    }

    /** The password was right and the maildrop is locked. */
    public Pop3Action opened(Maildrop drop) {
        state = new State.Transaction(drop);
        return new Say("+OK " + drop.count() + " messages" + CRLF);
    }

    /** Nobody came in. */
    public Pop3Action refused(LockResult.Reason reason) {
        boolean credentials = reason == LockResult.Reason.BAD_CREDENTIALS;
        refusals += credentials ? 1 : 0;
        if (refusals >= settings.signInAttempts()) {
            state = new State.Over();
            return new End("-ERR [AUTH] wrong name or password, too often" + CRLF);
        }
        state = new State.Authorization();
        return new Say(refusal(reason) + CRLF);
    }

    private static String refusal(LockResult.Reason reason) {
        return switch (reason) {
            case BAD_CREDENTIALS -> "-ERR [AUTH] wrong name or password";
            case DISABLED -> "-ERR [AUTH] the account is disabled";
            case TRY_LATER -> "-ERR [SYS/TEMP] too many failures: try later";
            case TOO_MANY_SESSIONS ->
                    "-ERR [SYS/TEMP] too many connections of this account: close another mail program";
            case IN_USE -> "-ERR [IN-USE] another session has the maildrop";
            case UNAVAILABLE -> "-ERR [SYS/TEMP] the mailbox cannot be reached: try later";
        };
    }

    // ---- after sign-in

    private interface InDrop {
        String answer(Maildrop drop);
    }

    private Pop3Action inDrop(InDrop command) {
        return new Say(
                state instanceof State.Transaction(Maildrop drop)
                        ? command.answer(drop)
                        : signInFirst());
    }

    private static String signInFirst() {
        return "-ERR sign in first" + CRLF;
    }

    private Pop3Action list(int number, String what, Maildrop.Column column) {
        if (!(state instanceof State.Transaction(Maildrop drop))) {
            return new Say(signInFirst());
        }
        if (number > 0) {
            return new Say(drop.has(number) ? "+OK " + drop.line(number, column) : NO_SUCH_MESSAGE);
        }
        return new Listing("+OK " + drop.count() + " " + what + CRLF, drop, column);
    }

    private Pop3Action send(int number, int lines) {
        if (!(state instanceof State.Transaction(Maildrop drop))) {
            return new Say(signInFirst());
        }
        if (!drop.has(number)) {
            return new Say(NO_SUCH_MESSAGE);
        }
        String first = lines < 0 ? "+OK " + drop.octets(number) + " octets" : "+OK";
        return new Send(first + CRLF, drop.uid(number), lines);
    }

    /** The account was disabled or deleted: nothing that was marked is removed. */
    public static String accountClosed() {
        return "-ERR [AUTH] the account was closed" + CRLF;
    }

    /** The octets of a message cannot be had. */
    public static String unreadable(boolean gone) {
        return gone
                ? "-ERR [SYS/PERM] another client has removed the message" + CRLF
                : "-ERR [SYS/TEMP] the message cannot be read now" + CRLF;
    }

    private static String delete(Maildrop drop, int number) {
        if (!drop.has(number)) {
            return NO_SUCH_MESSAGE;
        }
        drop.delete(number);
        return "+OK deleted at QUIT" + CRLF;
    }

    private static String reset(Maildrop drop) {
        drop.reset();
        return "+OK " + drop.count() + " messages" + CRLF;
    }

    /** What was marked is gone for good. */
    public Pop3Action removed() {
        state = new State.Over();
        return new End("+OK bye" + CRLF);
    }

    /** What was marked is still there, or that is not known (RFC 1939 §6). */
    public Pop3Action notRemoved() {
        state = new State.Over();
        return new End("-ERR [SYS/TEMP] deleted messages were not removed" + CRLF);
    }
}
