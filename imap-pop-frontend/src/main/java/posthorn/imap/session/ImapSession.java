package posthorn.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.ClientInput;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ImapCommandReader;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.session.ImapState.Authenticated;
import posthorn.imap.session.ImapState.Ended;
import posthorn.imap.session.ImapState.NotAuthenticated;
import posthorn.imap.session.ImapState.Selected;
import posthorn.protocol.sasl.SaslOffer;

/**
 * One client's session, from greeting to BYE. Octets go in with {@link #feed}; {@link #work} does
 * what they ask; what is to be sent at its end is taken with {@link #take}. One thread at a time.
 *
 * <p>A command is answered before the next one is looked at, so that pipelined commands are done in
 * order (RFC 3501 §5.5).
 */
public final class ImapSession {

    private static final int MOST_ERRORS = 20;

    private final ImapSessionSettings settings;
    private final Accounts accounts;
    private ClientInfo client;
    private final SessionConnection connection;
    private final ImapCommandReader reader;
    private final ResponseWriter out;
    private ImapState state = new NotAuthenticated(0);
    private @Nullable CommandContinuation dialogue;
    private @Nullable ClientInput pending;
    private boolean condStore;
    private boolean startTls;
    private int errors;
    private Verb verb = Verb.UNKNOWN;

    /** A session that has said nothing yet. */
    public ImapSession(
            ImapSessionSettings settings,
            Accounts accounts,
            ClientInfo client,
            SessionConnection connection) {
        this.settings = settings;
        this.accounts = accounts;
        this.client = client;
        this.connection = connection;
        this.reader = new ImapCommandReader(settings.limits().beforeSignIn());
        this.out = new ResponseWriter(connection);
    }

    /**
     * Writes the greeting (RFC 3501 §7.1.1, with the capabilities that save the client a round
     * trip).
     */
    public void greet() {
        out.raw("* OK [CAPABILITY ")
                .raw(ImapCapabilities.of(this))
                .raw("] Posthorn is ready")
                .line();
    }

    /** Takes octets in. */
    public void feed(byte[] octets, int offset, int length) {
        reader.feed(octets, offset, length);
    }

    /** Octets that were fed and are held until their command is whole. */
    public int heldInput() {
        return reader.held();
    }

    /** Whether what was fed holds something to do. Never waits. */
    public boolean ready() {
        if (pending == null && !(state instanceof Ended)) {
            pending = reader.next();
        }
        return pending != null;
    }

    /** Does what was asked, all of it, in order. Waits for the store and for a slow client. */
    public Next work() {
        while (!(state instanceof Ended) && !startTls && ready()) {
            ClientInput input = pending;
            pending = null;
            if (input != null) {
                handleOrEnd(input);
            }
        }
        if (startTls) {
            startTls = false;
            return Next.START_TLS;
        }
        return state instanceof Ended ? Next.CLOSE : Next.READ;
    }

    /** What is to be sent and was not yet. */
    public byte[] take() {
        return out.take();
    }

    /**
     * The connection is encrypted from here on; nothing that came before counts (RFC 3501 §11.1).
     *
     * @param now how the client may sign in
     */
    public void secured(SaslOffer now) {
        client = client.secured(now);
        pending = null;
        reader.discard();
    }

    /** Whether somebody has signed in. */
    public boolean signedIn() {
        return account() != null;
    }

    /** Whether the octets of a message are expected (APPEND, RFC 3501 §6.3.11). */
    public boolean takesMessage() {
        return dialogue instanceof AppendContinuation;
    }

    /** Whether the client waits for news (RFC 2177). */
    public boolean idling() {
        return dialogue instanceof IdleContinuation;
    }

    /** Tells a client that idles what changed. Waits like {@link #work}. */
    public Next push() {
        if (idling()) {
            sync(true, UidSet.EMPTY);
        }
        return state instanceof Ended ? Next.CLOSE : Next.READ;
    }

    /** Says BYE, when nothing is half said, and ends. */
    public void bye(String text) {
        if (!(state instanceof Ended)) {
            out.raw("* BYE ").raw(text).line();
            end();
        }
    }

    /** Gives back what the session holds. Further calls have no effect. */
    public void close() {
        end();
    }

    private void end() {
        AccountSession account = account();
        if (state instanceof Selected selected) {
            selected.mailbox().close();
        }
        state = new Ended();
        if (dialogue instanceof AppendContinuation append) {
            append.abandon();
        }
        dialogue = null;
        if (account != null) {
            account.close();
        }
    }

    // ---- input

    private void handleOrEnd(ClientInput input) {
        try {
            handle(input);
        } catch (MessageWriter.TornResponseException torn) {
            end();
        }
    }

    private void handle(ClientInput input) {
        switch (input) {
            case ClientInput.Complete complete ->
                    command(complete.tagged().tag(), complete.tagged().command());
            case ClientInput.Malformed bad -> malformed(bad);
            case ClientInput.WaitsForLiteral waits -> out.raw("+ OK").line().flush();
            case ClientInput.AppendBegins append -> appendBegins(append);
            case ClientInput.MessageOctets octets -> append().octets(octets);
            case ClientInput.AppendEnds ends -> finish(append().tag(), append().end());
            case ClientInput.AppendBroken broken -> {
                append().abandon();
                finish(append().tag(), TaggedResponse.bad(broken.text()));
            }
            case ClientInput.Line line -> line(line.octets());
            case ClientInput.Lost lost -> bye("[TOOBIG] " + lost.text());
        }
    }

    private AppendContinuation append() {
        if (dialogue instanceof AppendContinuation append) {
            return append;
        }
        throw new IllegalStateException("octets of a message without APPEND");
    }

    private void malformed(ClientInput.Malformed bad) {
        begin(Verb.UNKNOWN);
        out.raw(bad.tag() == null ? "*" : bad.tag()).raw(' ');
        out.raw(bad.answer().start()).raw(bad.text()).line();
        connection.answered(verb, CompletionStatus.BAD);
        countError();
    }

    /** Who only makes mistakes is no mail client. */
    private void countError() {
        if (!signedIn() && ++errors >= MOST_ERRORS) {
            bye("Too many errors");
        }
    }

    private void line(String octets) {
        CommandContinuation current = dialogue;
        if (current == null) {
            throw new IllegalStateException("a line nobody asked for");
        }
        TaggedResponse answer = TaggedResponse.of(() -> current.line(octets));
        if (answer == null) {
            reader.expectLine();
        } else {
            finish(current.tag(), answer);
        }
    }

    /** Hands the following lines to a dialogue. */
    void begin(CommandContinuation next) {
        dialogue = next;
        reader.expectLine();
    }

    private void begin(Verb asked) {
        verb = asked;
        connection.began();
    }

    private void appendBegins(ClientInput.AppendBegins input) {
        begin(Verb.APPEND);
        TaggedResponse refused = TaggedResponse.of(() -> AppendContinuation.begin(this, input));
        if (refused == null) {
            reader.takeMessage();
            if (input.waits()) {
                out.raw("+ OK").line().flush();
            }
        } else {
            boolean skipped = reader.refuseMessage();
            finish(input.tag(), refused);
            if (!skipped) {
                bye("[TOOBIG] The rest of it is not read");
            }
        }
    }

    void append(AppendContinuation append) {
        dialogue = append;
    }

    private void command(String tag, ImapCommand command) {
        begin(Verb.of(command));
        if (state instanceof Selected selected && !(command instanceof ImapCommand.Fetch)) {
            selected.mailbox().forgetAhead();
        }
        TaggedResponse answer =
                TaggedResponse.of(() -> CommandDispatch.command(this, tag, command));
        if (answer != null) {
            finish(tag, answer, CommandDispatch.allowsExpunges(command));
        } else if (dialogue == null || verb == Verb.IDLE) {
            connection.answered(verb, CompletionStatus.OK);
        }
    }

    private void finish(String tag, TaggedResponse answer) {
        finish(tag, answer, true);
    }

    private void finish(String tag, TaggedResponse answer, boolean expunges) {
        dialogue = null;
        sync(expunges, UidSet.EMPTY);
        if (state instanceof Ended) {
            return;
        }
        answer.write(out, tag);
        if (verb != Verb.IDLE || answer.status() != CompletionStatus.OK) {
            connection.answered(verb, answer.status());
        }
        if (answer.status() == CompletionStatus.BAD) {
            countError();
        }
        if (state instanceof NotAuthenticated(int failures)
                && failures >= settings.signInAttempts()) {
            bye("Too many attempts to sign in");
        }
    }

    // ---- what the families of commands use

    /** Tells the client what changed in the selected mailbox, if there is one. */
    void sync(boolean expunges, UidSet known) {
        if (state instanceof Selected selected) {
            if (selected.mailbox().gone()) {
                bye("The selected mailbox was deleted");
            } else {
                selected.mailbox().sync(out, expunges, condStore, known);
            }
        }
    }

    ResponseWriter out() {
        return out;
    }

    ImapSessionSettings settings() {
        return settings;
    }

    Accounts accounts() {
        return accounts;
    }

    ClientInfo client() {
        return client;
    }

    ImapState state() {
        return state;
    }

    /** The account of whoever has signed in; null: nobody has. */
    @Nullable AccountSession account() {
        return state.signedIn();
    }

    SessionConnection connection() {
        return connection;
    }

    /** What the client calls itself in ID. */
    void named(String name) {
        boolean news = !name.isEmpty() && client.name().isEmpty();
        client = client.named(name);
        connection.named(ClientFamily.of(name));
        AccountSession account = account();
        if (news && account != null) {
            account.nameClient(name);
        }
    }

    boolean condStore() {
        return condStore;
    }

    /** The client knows about mod-sequences from here on (RFC 7162 §3.1). */
    void enableCondStore() {
        condStore = true;
    }

    void startTls() {
        startTls = true;
    }

    void failed(int failures) {
        state = new NotAuthenticated(failures);
    }

    void signedIn(AccountSession account) {
        try {
            account.onClosed(connection::accountClosed);
        } catch (StoreUnavailableException away) {
            account.close();
            throw away;
        }
        state = new Authenticated(account);
        reader.limits(settings.limits());
    }

    /** Reads a mailbox from here on; null: none. The one before is closed. */
    void select(AccountSession account, @Nullable SelectedMailbox mailbox) {
        if (state instanceof Selected selected) {
            selected.mailbox().close();
        }
        state = mailbox == null ? new Authenticated(account) : new Selected(account, mailbox);
    }

    /** LOGOUT: BYE, the answer, the end. */
    void logout(String tag) {
        out.raw("* BYE Until next time").line();
        out.raw(tag).raw(" OK Logged out").line();
        end();
    }
}
