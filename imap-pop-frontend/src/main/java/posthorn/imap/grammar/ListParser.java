package posthorn.imap.grammar;

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
 *               / "DELETED" / "DELETED-STORAGE"                            ; RFC 9208 §7
 * </pre>
 */
final class ListParser {

    private static final int MAX_PATTERNS = 100;

    /**
     * Octets of all patterns of a command, each with the reference in front of it: twice those of
     * the longest name.
     */
    private static final int MAX_PATTERN_OCTETS = 2048;

    private ListParser() {}

    static ImapCommand lsub(ImapTokens in) throws BadSyntax {
        in.space();
        String reference = in.mailbox();
        in.space();
        return new ImapCommand.ListSubscribed(
                reference, bounded(reference, List.of(in.pattern())).getFirst());
    }

    static ImapCommand list(ImapTokens in) throws BadSyntax {
        in.space();
        List<ImapCommand.ListSelect> select = List.of();
        if (in.peek() == '(') {
            select = selection(in);
            in.space();
        }
        String reference = in.mailbox();
        in.space();
        List<String> patterns = patterns(in, reference);
        List<ImapCommand.StatusItem> status = new ArrayList<>();
        List<ImapCommand.ListReturn> returned = in.take(' ') ? returned(in, status) : null;
        return new ImapCommand.ListMailboxes(
                reference, patterns, select, returned, List.copyOf(status));
    }

    private static List<ImapCommand.ListSelect> selection(ImapTokens in) throws BadSyntax {
        Set<ImapCommand.ListSelect> options = EnumSet.noneOf(ImapCommand.ListSelect.class);
        in.expect('(');
        while (!in.take(')')) {
            if (!options.isEmpty()) {
                in.space();
            }
            options.add(
                    switch (in.word()) {
                        case "SUBSCRIBED" -> ImapCommand.ListSelect.SUBSCRIBED;
                        case "REMOTE" -> ImapCommand.ListSelect.REMOTE;
                        case "RECURSIVEMATCH" -> ImapCommand.ListSelect.RECURSIVEMATCH;
                        case "SPECIAL-USE" -> ImapCommand.ListSelect.SPECIAL_USE;
                        default -> throw new BadSyntax("Unknown selection option of LIST");
                    });
        }
        if (options.contains(ImapCommand.ListSelect.RECURSIVEMATCH)
                && !options.contains(ImapCommand.ListSelect.SUBSCRIBED)) {
            throw new BadSyntax("RECURSIVEMATCH goes with SUBSCRIBED");
        }
        return List.copyOf(options);
    }

    private static List<String> patterns(ImapTokens in, String reference) throws BadSyntax {
        if (!in.take('(')) {
            return bounded(reference, List.of(in.pattern()));
        }
        List<String> patterns = new ArrayList<>();
        do {
            patterns.add(in.pattern());
        } while (in.take(' ') && patterns.size() < MAX_PATTERNS);
        in.expect(')');
        return bounded(reference, List.copyOf(patterns));
    }

    private static List<String> bounded(String reference, List<String> patterns) throws BadSyntax {
        int octets = patterns.stream().mapToInt(each -> reference.length() + each.length()).sum();
        if (octets > MAX_PATTERN_OCTETS) {
            throw new BadSyntax(BadSyntax.Response.LIMIT, "Mailbox pattern is too long");
        }
        return patterns;
    }

    private static @Nullable List<ImapCommand.ListReturn> returned(
            ImapTokens in, List<ImapCommand.StatusItem> status) throws BadSyntax {
        if (!in.takeWord("RETURN ")) {
            throw new BadSyntax("RETURN expected");
        }
        Set<ImapCommand.ListReturn> options = EnumSet.noneOf(ImapCommand.ListReturn.class);
        in.expect('(');
        for (boolean first = true; !in.take(')'); first = false) {
            if (!first) {
                in.space();
            }
            switch (in.word()) {
                case "SUBSCRIBED" -> options.add(ImapCommand.ListReturn.SUBSCRIBED);
                case "CHILDREN" -> options.add(ImapCommand.ListReturn.CHILDREN);
                case "SPECIAL-USE" -> options.add(ImapCommand.ListReturn.SPECIAL_USE);
                case "STATUS" -> {
                    in.space();
                    if (!status.isEmpty()) {
                        throw new BadSyntax("STATUS is asked for once");
                    }
                    status.addAll(statusItems(in));
                }
                default -> throw new BadSyntax("Unknown return option of LIST");
            }
        }
        return List.copyOf(options);
    }

    static List<ImapCommand.StatusItem> statusItems(ImapTokens in) throws BadSyntax {
        Set<ImapCommand.StatusItem> items = EnumSet.noneOf(ImapCommand.StatusItem.class);
        in.expect('(');
        do {
            items.add(
                    switch (in.word()) {
                        case "MESSAGES" -> ImapCommand.StatusItem.MESSAGES;
                        case "RECENT" -> ImapCommand.StatusItem.RECENT;
                        case "UIDNEXT" -> ImapCommand.StatusItem.UIDNEXT;
                        case "UIDVALIDITY" -> ImapCommand.StatusItem.UIDVALIDITY;
                        case "UNSEEN" -> ImapCommand.StatusItem.UNSEEN;
                        case "HIGHESTMODSEQ" -> ImapCommand.StatusItem.HIGHESTMODSEQ;
                        case "APPENDLIMIT" -> ImapCommand.StatusItem.APPENDLIMIT;
                        case "DELETED" -> ImapCommand.StatusItem.DELETED;
                        case "DELETED-STORAGE" -> ImapCommand.StatusItem.DELETED_STORAGE;
                        default -> throw new BadSyntax("Unknown item of STATUS");
                    });
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(items);
    }
}
