package posthorn.imap.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Parser of one whole command, literals included (RFC 3501 §9).
 *
 * <pre>
 * command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF
 * </pre>
 *
 * It does not care for the state of the session: whether a command is allowed now is not a question
 * of grammar.
 */
public final class ImapCommandParser {

    /** A mailbox has no more ({@link FlagNames#LIMIT}), and each is compared with the others. */
    private static final int MAX_FLAGS = 64;

    private static final int MAX_ID_FIELDS = 30;

    private final ImapTokens in;

    private ImapCommandParser(ImapTokens in) {
        this.in = in;
    }

    /** Tag that the octets begin with; null when there is none. */
    public static @org.jspecify.annotations.Nullable String tag(byte[] octets, int from, int to) {
        try {
            return new ImapTokens(octets, from, to).tag();
        } catch (BadSyntax noTag) {
            return null;
        }
    }

    /**
     * The command in {@code octets[from..to)}, without its final CRLF.
     *
     * @throws BadSyntax when it is none
     */
    public static TaggedCommand parse(byte[] octets, int from, int to) throws BadSyntax {
        ImapTokens in = new ImapTokens(octets, from, to);
        String tag = in.tag();
        in.space();
        ImapCommand command = new ImapCommandParser(in).command(in.word());
        in.end();
        return new TaggedCommand(tag, command);
    }

    /**
     * The APPEND whose message is announced at the end of {@code octets[from..to)}, which ends
     * behind the closing brace of a literal; null when these octets are something else, complete or
     * not.
     */
    static @org.jspecify.annotations.Nullable TaggedCommand parseAppend(
            byte[] octets, int from, int to) {
        ImapTokens in = new ImapTokens(octets, from, to);
        try {
            String tag = in.tag();
            in.space();
            if (!in.takeWord("APPEND ")) {
                return null;
            }
            ImapCommand command = new ImapCommandParser(in).append();
            return in.atEnd() ? new TaggedCommand(tag, command) : null;
        } catch (BadSyntax other) {
            return null;
        }
    }

    private ImapCommand command(String verb) throws BadSyntax {
        return switch (verb) {
            case "CAPABILITY" -> new ImapCommand.Capability();
            case "NOOP" -> new ImapCommand.Noop();
            case "LOGOUT" -> new ImapCommand.Logout();
            case "ID" -> id();
            case "STARTTLS" -> new ImapCommand.StartTls();
            case "AUTHENTICATE" -> authenticate();
            case "LOGIN" -> login();
            case "ENABLE" -> enable();
            case "SELECT" -> select(false);
            case "EXAMINE" -> select(true);
            case "CREATE" -> create();
            case "DELETE" -> new ImapCommand.Delete(mailbox());
            case "RENAME" -> new ImapCommand.Rename(mailbox(), mailbox());
            case "SUBSCRIBE" -> new ImapCommand.Subscribe(mailbox(), true);
            case "UNSUBSCRIBE" -> new ImapCommand.Subscribe(mailbox(), false);
            case "LIST" -> ListParser.list(in);
            case "LSUB" -> ListParser.lsub(in);
            case "NAMESPACE" -> new ImapCommand.Namespace();
            case "STATUS" -> status();
            case "GETQUOTA" -> new ImapCommand.GetQuota(QuotaParser.root(in));
            case "GETQUOTAROOT" -> new ImapCommand.GetQuotaRoot(mailbox());
            case "SETQUOTA" -> QuotaParser.set(in);
            case "APPEND" -> throw new BadSyntax("APPEND ends with the message as a literal");
            case "IDLE" -> new ImapCommand.Idle();
            case "UID" -> uid();
            default -> selected(verb, false);
        };
    }

    private ImapCommand uid() throws BadSyntax {
        in.space();
        String verb = in.word();
        if (verb.equals("EXPUNGE")) {
            in.space();
            return new ImapCommand.Expunge(in.sequenceSet());
        }
        return switch (verb) {
            case "FETCH", "STORE", "SEARCH", "COPY", "MOVE" -> selected(verb, true);
            default -> throw new BadSyntax("Unknown command UID " + verb);
        };
    }

    private ImapCommand selected(String verb, boolean uid) throws BadSyntax {
        return switch (verb) {
            case "CHECK" -> new ImapCommand.Check();
            case "CLOSE" -> new ImapCommand.Close();
            case "UNSELECT" -> new ImapCommand.Unselect();
            case "EXPUNGE" -> new ImapCommand.Expunge(null);
            case "SEARCH" -> SearchParser.search(in, uid);
            case "FETCH" -> FetchParser.fetch(in, uid);
            case "STORE" -> store(uid);
            case "COPY" -> new ImapCommand.Copy(uid, set(), mailbox(), false);
            case "MOVE" -> new ImapCommand.Copy(uid, set(), mailbox(), true);
            default -> throw new BadSyntax("Unknown command");
        };
    }

    private SequenceSet set() throws BadSyntax {
        in.space();
        return in.sequenceSet();
    }

    private String mailbox() throws BadSyntax {
        in.space();
        return in.mailbox();
    }

    /** RFC 2971 §3.3: {@code "(" [string SP nstring *(SP string SP nstring)] ")" / nil}. */
    private ImapCommand id() throws BadSyntax {
        in.space();
        Map<String, String> fields = new LinkedHashMap<>();
        if (!in.take('(')) {
            if (in.nstring() != null) {
                throw new BadSyntax("ID takes NIL or a list");
            }
            return new ImapCommand.Id(fields);
        }
        while (!in.take(')')) {
            if (!fields.isEmpty()) {
                in.space();
            }
            String name = in.string().toLowerCase(Locale.ROOT);
            in.space();
            String value = in.nstring();
            fields.put(name, value == null ? "" : value);
            if (fields.size() > MAX_ID_FIELDS) {
                throw new BadSyntax("At most " + MAX_ID_FIELDS + " fields");
            }
        }
        fields.values().removeIf(String::isEmpty);
        return new ImapCommand.Id(fields);
    }

    private ImapCommand authenticate() throws BadSyntax {
        in.space();
        String mechanism = in.word();
        if (!in.take(' ')) {
            return new ImapCommand.Authenticate(mechanism, null);
        }
        return new ImapCommand.Authenticate(mechanism, base64());
    }

    private String base64() throws BadSyntax {
        StringBuilder text = new StringBuilder();
        while (in.peek() > 0x20 && in.peek() < 0x7f) {
            char c = (char) in.peek();
            in.take(c);
            text.append(c);
        }
        if (text.isEmpty()) {
            throw new BadSyntax("Initial response expected");
        }
        return text.toString();
    }

    private ImapCommand login() throws BadSyntax {
        in.space();
        String user = ImapTokens.utf8(in.astring());
        in.space();
        return new ImapCommand.Login(user, ImapTokens.utf8(in.astring()));
    }

    private ImapCommand enable() throws BadSyntax {
        List<String> extensions = new ArrayList<>();
        do {
            in.space();
            extensions.add(in.word());
        } while (!in.atEnd());
        return new ImapCommand.Enable(List.copyOf(extensions));
    }

    /** {@code mailbox [SP "(" select-param *(SP select-param) ")"]}, RFC 4466 §2.4. */
    private ImapCommand select(boolean readOnly) throws BadSyntax {
        String mailbox = mailbox();
        boolean condStore = false;
        if (in.take(' ')) {
            in.expect('(');
            do {
                String parameter = in.word();
                if (!parameter.equals("CONDSTORE")) {
                    throw new BadSyntax("Unknown parameter " + parameter);
                }
                condStore = true;
            } while (in.take(' '));
            in.expect(')');
        }
        return new ImapCommand.Select(mailbox, readOnly, condStore);
    }

    /** {@code mailbox [SP "(" "USE" SP "(" [use-attr *(SP use-attr)] ")" ")"]}, RFC 6154 §6. */
    private ImapCommand create() throws BadSyntax {
        String mailbox = mailbox();
        if (!in.take(' ')) {
            return new ImapCommand.Create(mailbox, List.of());
        }
        in.expect('(');
        if (!in.takeWord("USE ")) {
            throw new BadSyntax("Unknown parameter of CREATE");
        }
        List<String> uses = flags();
        in.expect(')');
        return new ImapCommand.Create(mailbox, uses);
    }

    /** {@code "(" [flag *(SP flag)] ")"}; each flag once. */
    private List<String> flags() throws BadSyntax {
        Set<String> flags = new LinkedHashSet<>();
        in.expect('(');
        if (!in.take(')')) {
            do {
                addFlag(flags);
            } while (in.take(' '));
            in.expect(')');
        }
        return List.copyOf(flags);
    }

    private void addFlag(Set<String> flags) throws BadSyntax {
        String flag = in.flag();
        if (flags.size() == MAX_FLAGS) {
            throw new BadSyntax(
                    BadSyntax.Response.LIMIT, "At most " + MAX_FLAGS + " flags at once");
        }
        if (flags.stream().noneMatch(flag::equalsIgnoreCase)) {
            flags.add(flag);
        }
    }

    private ImapCommand status() throws BadSyntax {
        String mailbox = mailbox();
        in.space();
        return new ImapCommand.Status(mailbox, ListParser.statusItems(in));
    }

    /**
     * {@code mailbox [SP flag-list] [SP date-time] SP literal}, the literal up to its closing
     * brace.
     */
    private ImapCommand append() throws BadSyntax {
        String mailbox = in.mailbox();
        in.space();
        List<String> flags = List.of();
        if (in.peek() == '(') {
            flags = flags();
            in.space();
        }
        OptionalLong date = OptionalLong.empty();
        if (in.peek() == '"') {
            Long millis = ImapDate.parseDateTime(in.string());
            if (millis == null) {
                throw new BadSyntax("Date and time expected");
            }
            date = OptionalLong.of(millis);
            in.space();
        }
        in.expect('{');
        long octets = in.number64();
        in.take('+');
        in.expect('}');
        return new ImapCommand.Append(mailbox, flags, date, octets);
    }

    /**
     * {@code set [SP "(" "UNCHANGEDSINCE" SP n ")"] SP ["+" / "-"] "FLAGS" [".SILENT"] SP flags}.
     */
    private ImapCommand store(boolean uid) throws BadSyntax {
        SequenceSet set = set();
        in.space();
        OptionalLong unchangedSince = OptionalLong.empty();
        if (in.take('(')) {
            if (!in.takeWord("UNCHANGEDSINCE ")) {
                throw new BadSyntax("Unknown modifier of STORE");
            }
            unchangedSince = OptionalLong.of(in.number64());
            in.expect(')');
            in.space();
        }
        ImapCommand.StoreMode mode = ImapCommand.StoreMode.REPLACE;
        if (in.take('+')) {
            mode = ImapCommand.StoreMode.ADD;
        } else if (in.take('-')) {
            mode = ImapCommand.StoreMode.REMOVE;
        }
        if (!in.takeWord("FLAGS")) {
            throw new BadSyntax("FLAGS expected");
        }
        boolean silent = in.takeWord(".SILENT");
        in.space();
        return new ImapCommand.Store(uid, set, mode, silent, storeFlags(), unchangedSince);
    }

    private List<String> storeFlags() throws BadSyntax {
        if (in.peek() == '(') {
            return flags();
        }
        Set<String> flags = new LinkedHashSet<>();
        do {
            addFlag(flags);
        } while (in.take(' '));
        return List.copyOf(flags);
    }
}
