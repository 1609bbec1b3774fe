package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.CommandOutcome.Done;
import posthorn.mailbox.account.CommandOutcome.Refused;

/** Commands about the tree of mailboxes (RFC 3501 §6.3.3 to §6.3.7). */
final class MailboxCommands {
    /** What a new account has beside INBOX: name and special use are the same (RFC 6154 §2). */
    private static final List<String> SPECIAL =
            List.of("Drafts", "Sent", "Archive", "Junk", "Trash");

    private MailboxCommands() {}

    static CommandOutcome createAccount(Deciding deciding, Command.CreateAccount create) {
        if (deciding.state().mailbox(MailboxName.INBOX) != null) {
            return Done.nothing();
        }
        deciding.make(seq -> new Change.AccountCreated(seq, QuotaCommands.first(create)));
        add(deciding, MailboxName.INBOX, "");
        for (var name : SPECIAL) {
            add(deciding, name, name);
            deciding.make(seq -> new Change.SubscriptionChanged(seq, name, true));
        }
        deciding.make(seq -> new Change.SubscriptionChanged(seq, MailboxName.INBOX, true));
        return Done.at(deciding.modSeq());
    }

    private static Change.MailboxCreated add(Deciding deciding, String name, String use) {
        var head = deciding.state().head();
        // Starts at the time, so that an address that is given out again does not repeat what
        // clients remember.
        long start = Math.clamp(deciding.context().at() / 1000, 1, UidRange.MAX_UID / 2);
        long next = head.uidValidity() == 0 ? start : head.uidValidity() + 1;
        long validity = Math.max(next, deciding.limits().uidValidityFrom());
        long number = head.lastMailbox() + 1;
        deciding.make(seq -> new Change.MailboxCreated(seq, number, name, validity, use));
        return new Change.MailboxCreated(deciding.modSeq(), number, name, validity, use);
    }

    static CommandOutcome create(Deciding deciding, Command.CreateMailbox create) {
        var name = MailboxName.folded(create.name());
        var refused = refusedNew(deciding, name);
        if (refused == null) {
            refused = refusedUse(deciding, create.specialUse());
        }
        if (refused != null) {
            return refused;
        }
        addParents(deciding, name);
        var created = add(deciding, name, create.specialUse());
        return Done.at(deciding.modSeq()).in(created.mailbox(), created.uidValidity());
    }

    /** Why no mailbox can be given this name; null: it can. */
    private static @Nullable Refused refusedNew(Deciding deciding, String name) {
        if (!MailboxName.isValid(name, deciding.limits())) {
            return new Refused(RefusalReason.BAD_NAME, "This is no name for a mailbox");
        }
        if (deciding.state().names().containsKey(name)) {
            return new Refused(RefusalReason.MAILBOX_EXISTS, "There is such a mailbox already");
        }
        int more = 1 + missingParents(deciding, name).size();
        return deciding.state().mailboxes().size() + more > deciding.limits().mailboxes()
                ? new Refused(RefusalReason.OVER_LIMIT, "The account has too many mailboxes")
                : null;
    }

    private static @Nullable Refused refusedUse(Deciding deciding, String use) {
        if (use.isEmpty()) {
            return null;
        }
        if (!SPECIAL.contains(use)) {
            return new Refused(RefusalReason.BAD_NAME, "There is no special use \\" + use);
        }
        boolean taken =
                deciding.state().mailboxes().values().stream()
                        .anyMatch(mailbox -> mailbox.head().specialUse().equals(use));
        return taken
                ? new Refused(RefusalReason.NOT_ALLOWED, "Another mailbox is used for \\" + use)
                : null;
    }

    private static List<String> missingParents(Deciding deciding, String name) {
        var missing = new ArrayList<>(MailboxName.parents(name));
        missing.removeIf(deciding.state().names()::containsKey);
        return missing;
    }

    private static void addParents(Deciding deciding, String name) {
        missingParents(deciding, name).forEach(parent -> add(deciding, parent, ""));
    }

    static CommandOutcome rename(Deciding deciding, Command.RenameMailbox rename) {
        var from = MailboxName.folded(rename.from());
        var to = MailboxName.folded(rename.to());
        var mailbox = deciding.state().mailbox(from);
        if (mailbox == null) {
            return Deciding.noSuchMailbox();
        }
        var refused = refusedNew(deciding, to);
        if (refused != null) {
            return refused;
        }
        if (from.equals(MailboxName.INBOX)) {
            return renameInbox(deciding, mailbox, to);
        }
        if (to.startsWith(MailboxName.prefix(from))) {
            return new Refused(RefusalReason.NOT_ALLOWED, "A mailbox cannot be put below itself");
        }
        var children = children(deciding, from);
        refused = refusedChildren(deciding, children, from, to);
        if (refused != null) {
            return refused;
        }
        addParents(deciding, to);
        move(deciding, from, to);
        children.forEach(child -> move(deciding, child, to + child.substring(from.length())));
        return Done.at(deciding.modSeq()).in(mailbox.head().number(), mailbox.head().uidValidity());
    }

    private static @Nullable Refused refusedChildren(
            Deciding deciding, List<String> children, String from, String to) {
        var names = deciding.state().names().keySet();
        for (var child : children) {
            var name = to + child.substring(from.length());
            if (!MailboxName.isValid(name, deciding.limits())) {
                return new Refused(
                        RefusalReason.BAD_NAME, "The name of a mailbox below is too long");
            }
            if (names.contains(name)) {
                return new Refused(RefusalReason.MAILBOX_EXISTS, "There is a mailbox " + name);
            }
        }
        return null;
    }

    private static void move(Deciding deciding, String from, String to) {
        long number = deciding.state().names().getOrDefault(from, 0L);
        deciding.make(seq -> new Change.MailboxRenamed(seq, number, to));
    }

    /** INBOX stays; what it holds goes into a new mailbox, its children stay (RFC 3501 §6.3.5). */
    private static CommandOutcome renameInbox(Deciding deciding, Mailbox inbox, String to) {
        var moved = CopyCommands.collect(inbox, UidSet.all());
        addParents(deciding, to);
        var created = add(deciding, to, "");
        if (!moved.isEmpty()) {
            CopyCommands.add(deciding, created.mailbox(), moved);
            var uids = CopyCommands.origins(moved);
            long number = inbox.head().number();
            deciding.make(seq -> new Change.MessagesExpunged(seq, number, uids));
        }
        return Done.at(deciding.modSeq()).in(created.mailbox(), created.uidValidity());
    }

    private static List<String> children(Deciding deciding, String name) {
        var prefix = MailboxName.prefix(name);
        Set<String> below =
                deciding.state()
                        .names()
                        .subMap(prefix, true, prefix + Character.MAX_VALUE, false)
                        .keySet();
        return List.copyOf(below);
    }

    /**
     * The mailbox goes with its messages; those below it stay. While there are any, its name is one
     * level of theirs and no mailbox: {@code \Noselect} (RFC 3501 §6.3.4).
     */
    static CommandOutcome delete(Deciding deciding, Command.DeleteMailbox delete) {
        var mailbox = deciding.state().mailbox(delete.name());
        if (mailbox == null) {
            return Deciding.noSuchMailbox();
        }
        if (mailbox.head().name().equals(MailboxName.INBOX)) {
            return new Refused(RefusalReason.NOT_ALLOWED, "INBOX cannot be deleted");
        }
        long number = mailbox.head().number();
        deciding.make(seq -> new Change.MailboxDeleted(seq, number));
        return Done.at(deciding.modSeq());
    }

    static CommandOutcome subscribe(Deciding deciding, Command.Subscribe subscribe) {
        var name = MailboxName.folded(subscribe.name());
        if (deciding.state().isSubscribed(name) == subscribe.subscribed()) {
            return Done.nothing();
        }
        if (subscribe.subscribed()) {
            if (!MailboxName.isValid(name, deciding.limits())) {
                return new Refused(RefusalReason.BAD_NAME, "This is no name for a mailbox");
            }
            if (deciding.state().subscriptions() >= deciding.limits().subscriptions()) {
                return new Refused(
                        RefusalReason.OVER_LIMIT, "The account has too many subscriptions");
            }
        }
        deciding.make(seq -> new Change.SubscriptionChanged(seq, name, subscribe.subscribed()));
        return Done.at(deciding.modSeq());
    }
}
