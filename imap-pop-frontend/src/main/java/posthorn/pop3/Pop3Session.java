package posthorn.pop3;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.pop3.Pop3Action.Authenticate;
import posthorn.pop3.Pop3Action.BeginScram;
import posthorn.pop3.Pop3Action.BeginTls;
import posthorn.pop3.Pop3Action.End;
import posthorn.pop3.Pop3Action.Listing;
import posthorn.pop3.Pop3Action.Remove;
import posthorn.pop3.Pop3Action.Say;
import posthorn.pop3.Pop3Action.Send;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.LastChallenge;
import posthorn.protocol.signin.SignInRefusal;

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
 * SCRAM goes from Exchange through ScramBeginning and back, and from Authentication through
 * Conclusion; a token that is refused goes through Rejection. In ScramBeginning, Authentication,
 * Handshake and Update the session waits to be told the end, and takes no line. For one thread at a
 * time.
 */
public final class Pop3Session {
    private static final String CRLF = "\r\n";

    /** Commands that are refused before sign-in; at the last one the connection ends. */
    private static final int MOST_ERRORS = 20;

    private static final String NO_SUCH_MESSAGE = "-ERR no such message\r\n";

    private final Pop3SessionSettings settings;
    private SaslOffer offer;
    private boolean tls;
    private int refusals;
    private int errors;
    private Pop3Verb verb = Pop3Verb.UNKNOWN;
    private Pop3State state = new Pop3State.Authorization();

    /**
     * A session in its first state.
     *
     * @param tls whether the connection began with TLS
     */
    public Pop3Session(Pop3SessionSettings settings, boolean tls) {
        this.settings = settings;
        this.offer = settings.offer();
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
        return state instanceof Pop3State.Transaction || state instanceof Pop3State.Update;
    }

    /** A line came. Who says only what is refused before signing in is no mail client. */
    public Pop3Action line(Pop3Lines.Line line) {
        Pop3Action action = answer(line);
        boolean refused = action instanceof Say(String text) && text.startsWith("-ERR");
        if (refused && !isSignedIn() && ++errors >= MOST_ERRORS) {
            state = new Pop3State.Over();
            return new End("-ERR too many errors" + CRLF);
        }
        return action;
    }

    private Pop3Action answer(Pop3Lines.Line line) {
        return switch (line) {
            case Pop3Lines.Line.TooLong() -> {
                if (state instanceof Pop3State.Conclusion) {
                    yield end("-ERR the line is too long");
                }
                boolean inSignIn =
                        state instanceof Pop3State.Exchange || state instanceof Pop3State.Rejection;
                state = inSignIn ? new Pop3State.Authorization() : state;
                yield new Say("-ERR the line is too long" + CRLF);
            }
            case Pop3Lines.Line.Text(String text) ->
                    switch (state) {
                        case Pop3State.Exchange(var next, String method) ->
                                step(next.respond(text), method);
                        case Pop3State.Conclusion(Maildrop drop) ->
                                text.equals("*") ? end("-ERR cancelled") : welcome(drop);
                        case Pop3State.Rejection(SignInRefusal why) -> rejected(why);
                        default -> command(Pop3Command.parse(text));
                    };
        };
    }

    private End end(String text) {
        state = new Pop3State.Over();
        return new End(text + CRLF);
    }

    /** What the client has asked last. */
    public Pop3Verb verb() {
        return verb;
    }

    private Pop3Action command(Pop3Command command) {
        verb = Pop3Verb.of(command);
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
            out.append(offer.takesPasswords() ? "USER" + CRLF : "");
            out.append("SASL ").append(offer.words()).append(CRLF);
        }
        if (mayBeginTls()) {
            out.append("STLS\r\n");
        }
        return out.append("IMPLEMENTATION Posthorn\r\n.\r\n").toString();
    }

    private Pop3Action quit() {
        if (state instanceof Pop3State.Transaction(Maildrop drop)) {
            state = new Pop3State.Update();
            return new Remove(drop);
        }
        state = new Pop3State.Over();
        return new End("+OK bye" + CRLF);
    }

    // ---- before sign-in

    private boolean isBeforeSignIn() {
        return state instanceof Pop3State.Authorization || state instanceof Pop3State.Named;
    }

    private boolean maySignIn() {
        return isBeforeSignIn() && !offer.mechanisms().isEmpty();
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
                        "-ERR TLS is required to sign in: use STLS (STARTTLS), or port 995 with"
                                + " SSL/TLS"
                                + CRLF);
    }

    private Pop3Action user(String name) {
        Say refusal = refusedBefore();
        if (refusal != null) {
            return refusal;
        }
        if (!offer.takesPasswords()) {
            return new Say("-ERR use AUTH with one of " + offer.words() + CRLF);
        }
        if (!SaslStep.isLogin(name)) {
            return new Say("-ERR [AUTH] that is no name of an account" + CRLF);
        }
        state = new Pop3State.Named(name);
        return new Say("+OK and the password" + CRLF);
    }

    private Pop3Action pass(String password) {
        Say refusal = refusedBefore();
        if (refusal != null) {
            return refusal;
        }
        if (state instanceof Pop3State.Named(String login)) {
            return authenticate(new Credential.Password(login, password), "USER");
        }
        return new Say("-ERR USER comes first" + CRLF);
    }

    private Pop3Action auth(Pop3Command.Auth auth) {
        Say refusal = refusedBefore();
        if (refusal != null) {
            return refusal;
        }
        String mechanism = auth.mechanism();
        if (mechanism == null) {
            String names = offer.words().replace(" ", CRLF);
            return new Say("+OK mechanisms" + CRLF + names + CRLF + "." + CRLF);
        }
        return offer.start(mechanism, auth.initialResponse())
                .map(step -> step(step, mechanism))
                .orElseGet(
                        () -> new Say("-ERR no such mechanism: there are " + offer.words() + CRLF));
    }

    private Pop3Action step(SaslStep step, String method) {
        return switch (step) {
            case SaslStep.Challenge(String base64, var next) -> {
                state = new Pop3State.Exchange(next, method);
                yield new Say("+ " + base64 + CRLF);
            }
            case SaslStep.BeginScram(String login, var next) -> {
                state = new Pop3State.ScramBeginning(next, method);
                yield new BeginScram(login);
            }
            case SaslStep.Credentials(Credential credential) -> authenticate(credential, method);
            case SaslStep.Failed(SaslStep.Reason reason) -> {
                state = new Pop3State.Authorization();
                yield new Say(Pop3Refusals.of(reason) + CRLF);
            }
        };
    }

    private Authenticate authenticate(Credential credential, String method) {
        state = new Pop3State.Authentication(credential);
        return new Authenticate(credential, method);
    }

    /** What SCRAM begins with. */
    public Pop3Action scramBegun(ScramChallenge challenge) {
        if (state instanceof Pop3State.ScramBeginning(var next, String method)) {
            return step(next.apply(challenge), method);
        }
        throw new IllegalStateException("nobody has asked how SCRAM begins");
    }

    private Pop3Action stls() {
        if (tls) {
            return new Say("-ERR TLS is active already" + CRLF);
        }
        if (!mayBeginTls()) {
            return new Say("-ERR TLS cannot begin now" + CRLF);
        }
        state = new Pop3State.Handshake();
        return new BeginTls("+OK begin TLS" + CRLF);
    }

    /**
     * The handshake is done; what was said before it is forgotten (RFC 2595 §4).
     *
     * @param now how the client may sign in
     */
    public void secured(SaslOffer now) {
        tls = true;
        offer = now;
        state = new Pop3State.Authorization();
    }

    /**
     * What was shown was right and the maildrop is locked.
     *
     * @param serverSignature what SCRAM tells the client; empty: it was not SCRAM
     */
    public Pop3Action opened(Maildrop drop, Optional<ScramOctets> serverSignature) {
        Optional<String> last = LastChallenge.accepted(serverSignature);
        if (last.isPresent()) {
            state = new Pop3State.Conclusion(drop);
            return new Say("+ " + last.get() + CRLF);
        }
        return welcome(drop);
    }

    private Say welcome(Maildrop drop) {
        state = new Pop3State.Transaction(drop);
        return new Say("+OK " + drop.count() + " messages" + CRLF);
    }

    /** Nobody came in. */
    public Pop3Action refused(SignInRefusal why) {
        Optional<String> last =
                state instanceof Pop3State.Authentication(Credential credential)
                        ? LastChallenge.refused(credential, why)
                        : Optional.empty();
        if (last.isPresent()) {
            state = new Pop3State.Rejection(why);
            return new Say("+ " + last.get() + CRLF);
        }
        return rejected(why);
    }

    private Pop3Action rejected(SignInRefusal why) {
        refusals += Pop3Refusals.isGuess(why) ? 1 : 0;
        if (refusals >= settings.signInAttempts()) {
            return end("-ERR [AUTH] wrong name or password, too often");
        }
        state = new Pop3State.Authorization();
        return new Say(Pop3Refusals.of(why) + CRLF);
    }

    /** What was shown may be right, the maildrop cannot be had. */
    public Pop3Action notOpened(LockResult.Reason reason) {
        state = new Pop3State.Authorization();
        return new Say(Pop3Refusals.of(reason) + CRLF);
    }

    // ---- after sign-in

    private interface InDrop {
        String answer(Maildrop drop);
    }

    private Pop3Action inDrop(InDrop command) {
        return new Say(
                state instanceof Pop3State.Transaction(Maildrop drop)
                        ? command.answer(drop)
                        : signInFirst());
    }

    private static String signInFirst() {
        return "-ERR sign in first" + CRLF;
    }

    private Pop3Action list(int number, String what, Maildrop.Column column) {
        if (!(state instanceof Pop3State.Transaction(Maildrop drop))) {
            return new Say(signInFirst());
        }
        if (number > 0) {
            return new Say(drop.has(number) ? "+OK " + drop.line(number, column) : NO_SUCH_MESSAGE);
        }
        return new Listing("+OK " + drop.count() + " " + what + CRLF, drop, column);
    }

    private Pop3Action send(int number, int lines) {
        if (!(state instanceof Pop3State.Transaction(Maildrop drop))) {
            return new Say(signInFirst());
        }
        if (!drop.has(number)) {
            return new Say(NO_SUCH_MESSAGE);
        }
        String first = lines < 0 ? "+OK " + drop.octets(number) + " octets" : "+OK";
        return new Send(first + CRLF, drop.uid(number), lines);
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
        state = new Pop3State.Over();
        return new End("+OK bye" + CRLF);
    }

    /** What was marked is still there, or that is not known (RFC 1939 §6). */
    public Pop3Action notRemoved() {
        state = new Pop3State.Over();
        return new End("-ERR [SYS/TEMP] deleted messages were not removed" + CRLF);
    }
}
