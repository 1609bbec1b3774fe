package posthorn.access.imap.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.grammar.MailboxNames;
import posthorn.access.imap.session.SessionState.Selected;
import posthorn.access.store.AccountView;
import posthorn.access.store.MailboxHead;
import posthorn.access.store.Outcome;
import posthorn.access.store.StoreCommand;

/** CREATE, DELETE, RENAME, SUBSCRIBE and UNSUBSCRIBE (RFC 3501 §6.3). */
final class MailboxCommands {

    private MailboxCommands() {}

    /** Head of a mailbox; null: there is none of that name. */
    static @Nullable MailboxHead find(AccountView account, String name) {
        for (MailboxHead head : account.list().mailboxes()) {
            if (head.name().equals(name)) {
                return head;
            }
        }
        return null;
    }

    static Answer create(AccountView account, Command.Create command) {
        String name = withoutSlash(command.mailbox());
        String use = "";
        for (String attribute : command.uses()) {
            String known = Flags.specialUse(attribute);
            if (known == null || !use.isEmpty()) {
                return Answer.no("USEATTR", "A mailbox has one use here, of those that LIST shows");
            }
            use = known;
        }
        return answer(account.execute(new StoreCommand.CreateMailbox(name, use)), "Created");
    }

    /** The trailing slash says that there will be children, which every mailbox may have. */
    private static String withoutSlash(String name) {
        return MailboxNames.inbox(
                name.length() > 1 && name.endsWith("/")
                        ? name.substring(0, name.length() - 1)
                        : name);
    }

    static Answer delete(ImapSession session, AccountView account, Command.Delete command) {
        String name = withoutSlash(command.mailbox());
        Outcome outcome = account.execute(new StoreCommand.DeleteMailbox(name));
        if (outcome instanceof Outcome.Done
                && session.state() instanceof Selected selected
                && selected.mailbox().gone()) {
            session.select(account, null);
            session.out().raw("* OK [CLOSED] The mailbox that was selected is gone").line();
        }
        return answer(outcome, "Deleted");
    }

    static Answer rename(AccountView account, Command.Rename command) {
        String to = withoutSlash(command.to());
        return answer(
                account.execute(new StoreCommand.RenameMailbox(command.from(), to)), "Renamed");
    }

    static Answer subscribe(AccountView account, Command.Subscribe command) {
        String name = withoutSlash(command.mailbox());
        Outcome outcome = account.execute(new StoreCommand.Subscribe(name, command.subscribed()));
        return answer(outcome, command.subscribed() ? "Subscribed" : "Unsubscribed");
    }

    /** Answer to an outcome of which there is nothing to tell but itself. */
    static Answer answer(Outcome outcome, String text) {
        return switch (outcome) {
            case Outcome.Done done -> Answer.ok(text);
            case Outcome.Refused refused ->
                    Answer.no(code(refused.reason()), Answer.ascii(refused.text()));
        };
    }

    /** Response code (RFC 5530) of a refusal. */
    static @Nullable String code(Outcome.Refusal reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX -> "NONEXISTENT";
            case MAILBOX_EXISTS -> "ALREADYEXISTS";
            case NOT_ALLOWED, BAD_NAME -> "CANNOT";
            case OVER_QUOTA -> "OVERQUOTA";
            case OVER_LIMIT -> "LIMIT";
            case IN_USE -> "INUSE";
            case NO_SUCH_ACCOUNT, ACCOUNT_CLOSED -> "CONTACTADMIN";
            case NOT_LOCKED, TOO_OLD -> null;
        };
    }

    /** Names that are shown though they are no mailboxes: missing parents of those that are. */
    static List<String> ancestors(String name) {
        java.util.ArrayList<String> ancestors = new java.util.ArrayList<>();
        for (int i = name.indexOf('/'); i > 0; i = name.indexOf('/', i + 1)) {
            ancestors.add(name.substring(0, i));
        }
        return ancestors;
    }
}
