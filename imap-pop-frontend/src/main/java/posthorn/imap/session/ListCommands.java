package posthorn.imap.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.MailboxHead;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ImapCommand.ListReturn;
import posthorn.imap.grammar.ImapCommand.ListSelect;
import posthorn.imap.grammar.ResponseWriter;

/**
 * LIST and LSUB (RFC 3501 §6.3.8, §6.3.9), with CHILDREN (RFC 3348), SPECIAL-USE (RFC 6154) and so
 * much of RFC 5258 as those need.
 */
final class ListCommands {

    private ListCommands() {}

    /**
     * A name in the hierarchy; a head that is null: no mailbox, but there are some below or it is
     * subscribed.
     */
    private record Entry(
            String name, @Nullable MailboxHead head, boolean subscribed, boolean children) {}

    static TaggedResponse list(
            ImapSession session, AccountSession account, ImapCommand.ListMailboxes command) {
        if (command.patterns().equals(List.of("")) && command.select().isEmpty()) {
            session.out().raw("* LIST (\\Noselect) \"/\" \"\"").line();
            return TaggedResponse.ok("Delimiter told");
        }
        AccountSession.AccountListing listing = account.list();
        Map<String, Entry> entries =
                entries(listing, command.select().contains(ListSelect.SUBSCRIBED));
        ListPattern pattern = new ListPattern(command.reference(), command.patterns());
        for (Entry entry : entries.values()) {
            if (pattern.matches(entry.name()) && isSelected(entry, command.select())) {
                write(session.out(), entry, command);
                MailboxHead head = entry.head();
                if (head != null && !command.status().isEmpty()) {
                    StatusCommand.write(session, account, head, command.status());
                }
            }
        }
        return TaggedResponse.ok("Mailboxes listed");
    }

    private static Map<String, Entry> entries(
            AccountSession.AccountListing listing, boolean subscriptions) {
        Set<String> subscribed = new HashSet<>(listing.subscriptions());
        Set<String> parents = new HashSet<>();
        listing.mailboxes()
                .forEach(head -> parents.addAll(MailboxTreeCommands.ancestors(head.name())));
        Map<String, Entry> entries = new TreeMap<>(ListCommands::order);
        for (MailboxHead head : listing.mailboxes()) {
            String name = head.name();
            entries.put(
                    name, new Entry(name, head, subscribed.contains(name), parents.contains(name)));
        }
        if (subscriptions) {
            subscribed.forEach(name ->
                    entries.putIfAbsent(name, new Entry(name, null, true, parents.contains(name))));
        }
        parents.forEach(name -> entries.putIfAbsent(name, new Entry(name, null, false, true)));
        return entries;
    }

    /** INBOX first, then by name; what is below a name follows it. */
    private static int order(String a, String b) {
        boolean inboxA = a.equals("INBOX") || a.startsWith("INBOX/");
        boolean inboxB = b.equals("INBOX") || b.startsWith("INBOX/");
        return inboxA == inboxB
                ? a.replace('/', '\0').compareTo(b.replace('/', '\0'))
                : Boolean.compare(inboxB, inboxA);
    }

    private static boolean isSelected(Entry entry, List<ListSelect> select) {
        if (select.contains(ListSelect.SUBSCRIBED) && !entry.subscribed()) {
            return false;
        }
        MailboxHead head = entry.head();
        return !select.contains(ListSelect.SPECIAL_USE)
                || (head != null && !head.specialUse().isEmpty());
    }

    private static void write(ResponseWriter out, Entry entry, ImapCommand.ListMailboxes command) {
        List<String> attributes = new ArrayList<>();
        if (entry.head() == null) {
            attributes.add(
                    command.select().contains(ListSelect.SUBSCRIBED)
                            ? "\\NonExistent"
                            : "\\Noselect");
        }
        List<ListReturn> returned = command.returned();
        if (entry.subscribed()
                && (command.select().contains(ListSelect.SUBSCRIBED)
                        || (returned != null && returned.contains(ListReturn.SUBSCRIBED)))) {
            attributes.add("\\Subscribed");
        }
        attributes.add(entry.children() ? "\\HasChildren" : "\\HasNoChildren");
        MailboxHead head = entry.head();
        if (head != null && !head.specialUse().isEmpty()) {
            attributes.add("\\" + head.specialUse());
        }
        write(out, "LIST", attributes, entry.name());
    }

    private static void write(
            ResponseWriter out, String verb, List<String> attributes, String name) {
        out.raw("* ").raw(verb).raw(" (").raw(String.join(" ", attributes)).raw(") \"/\" ");
        out.mailbox(name).line();
    }

    /**
     * RFC 3501 §6.3.9: a name above a subscribed one that {@code %} does not reach is told as
     * \Noselect.
     */
    static TaggedResponse lsub(
            ImapSession session, AccountSession account, ImapCommand.ListSubscribed command) {
        ListPattern pattern = new ListPattern(command.reference(), List.of(command.pattern()));
        Map<String, Boolean> names = new TreeMap<>(ListCommands::order);
        for (String name : account.list().subscriptions()) {
            if (pattern.matches(name)) {
                names.put(name, true);
            } else if (command.pattern().endsWith("%")) {
                for (String parent : MailboxTreeCommands.ancestors(name)) {
                    if (pattern.matches(parent)) {
                        names.putIfAbsent(parent, false);
                    }
                }
            }
        }
        names.forEach((name, subscribed) ->
                write(session.out(), "LSUB", subscribed ? List.of() : List.of("\\Noselect"), name));
        return TaggedResponse.ok("Subscriptions listed");
    }
}
