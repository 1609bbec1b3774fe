package posthorn.access.imap.grammar;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * LIST, LSUB and STATUS items.
 *
 * <pre>
 * list        = "LIST" [SP "(" [option *(SP option)] ")"] SP mailbox SP patterns [SP "RETURN" SP "(" … ")"]
 * patterns    = list-mailbox / "(" list-mailbox *(SP list-mailbox) ")"      ; RFC 5258 §6
 * status-att  = "MESSAGES" / "RECENT" / "UIDNEXT" / "UIDVALIDITY" / "UNSEEN" / "HIGHESTMODSEQ" / "APPENDLIMIT"
 * </pre>
 */
final class ListParser {

    private static final int MAX_PATTERNS = 100;

    private ListParser() {}

    static Command lsub(Tokens in) throws BadSyntax {
        in.space();
        String reference = in.mailbox();
        in.space();
        return new Command.ListSubscribed(reference, Tokens.name(in.listMailbox()));
    }

    static Command list(Tokens in) throws BadSyntax {
        in.space();
        List<Command.ListSelect> select = List.of();
        if (in.peek() == '(') {
            select = selection(in);
            in.space();
        }
        String reference = in.mailbox();
        in.space();
        List<String> patterns = patterns(in);
        List<Command.StatusItem> status = new ArrayList<>();
        List<Command.ListReturn> returned = in.take(' ') ? returned(in, status) : null;
        return new Command.ListMailboxes(
                reference, patterns, select, returned, List.copyOf(status));
    }

    private static List<Command.ListSelect> selection(Tokens in) throws BadSyntax {
        Set<Command.ListSelect> options = EnumSet.noneOf(Command.ListSelect.class);
        in.expect('(');
        while (!in.take(')')) {
            if (!options.isEmpty()) {
                in.space();
            }
            options.add(
                    switch (in.word()) {
                        case "SUBSCRIBED" -> Command.ListSelect.SUBSCRIBED;
                        case "REMOTE" -> Command.ListSelect.REMOTE;
                        case "RECURSIVEMATCH" -> Command.ListSelect.RECURSIVEMATCH;
                        case "SPECIAL-USE" -> Command.ListSelect.SPECIAL_USE;
                        default -> throw new BadSyntax("Unknown selection option of LIST");
                    });
        }
        if (options.contains(Command.ListSelect.RECURSIVEMATCH)
                && !options.contains(Command.ListSelect.SUBSCRIBED)) {
            throw new BadSyntax("RECURSIVEMATCH goes with SUBSCRIBED");
        }
        return List.copyOf(options);
    }

    private static List<String> patterns(Tokens in) throws BadSyntax {
        if (!in.take('(')) {
            return List.of(Tokens.name(in.listMailbox()));
        }
        List<String> patterns = new ArrayList<>();
        do {
            patterns.add(Tokens.name(in.listMailbox()));
        } while (in.take(' ') && patterns.size() < MAX_PATTERNS);
        in.expect(')');
        return List.copyOf(patterns);
    }

    private static @Nullable List<Command.ListReturn> returned(
            Tokens in, List<Command.StatusItem> status) throws BadSyntax {
        if (!in.takeWord("RETURN ")) {
            throw new BadSyntax("RETURN expected");
        }
        Set<Command.ListReturn> options = EnumSet.noneOf(Command.ListReturn.class);
        in.expect('(');
        for (boolean first = true; !in.take(')'); first = false) {
            if (!first) {
                in.space();
            }
            switch (in.word()) {
                case "SUBSCRIBED" -> options.add(Command.ListReturn.SUBSCRIBED);
                case "CHILDREN" -> options.add(Command.ListReturn.CHILDREN);
                case "SPECIAL-USE" -> options.add(Command.ListReturn.SPECIAL_USE);
                case "STATUS" -> {
                    in.space();
                    status.addAll(statusItems(in));
                }
                default -> throw new BadSyntax("Unknown return option of LIST");
            }
        }
        return List.copyOf(options);
    }

    static List<Command.StatusItem> statusItems(Tokens in) throws BadSyntax {
        Set<Command.StatusItem> items = EnumSet.noneOf(Command.StatusItem.class);
        in.expect('(');
        do {
            items.add(
                    switch (in.word()) {
                        case "MESSAGES" -> Command.StatusItem.MESSAGES;
                        case "RECENT" -> Command.StatusItem.RECENT;
                        case "UIDNEXT" -> Command.StatusItem.UIDNEXT;
                        case "UIDVALIDITY" -> Command.StatusItem.UIDVALIDITY;
                        case "UNSEEN" -> Command.StatusItem.UNSEEN;
                        case "HIGHESTMODSEQ" -> Command.StatusItem.HIGHESTMODSEQ;
                        case "APPENDLIMIT" -> Command.StatusItem.APPENDLIMIT;
                        default -> throw new BadSyntax("Unknown item of STATUS");
                    });
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(items);
    }
}
