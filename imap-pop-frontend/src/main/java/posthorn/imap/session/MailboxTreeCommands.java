package posthorn.imap.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.MailboxNames;
import posthorn.imap.session.ImapState.Selected;

/** CREATE, DELETE, RENAME, SUBSCRIBE and UNSUBSCRIBE (RFC 3501 §6.3). */
final class MailboxTreeCommands {

    private MailboxTreeCommands() {}

    /** Head of a mailbox; null: there is none of that name. */
    static @Nullable MailboxHead find(AccountSession account, String name) {
        for (MailboxHead head : account.list().mailboxes()) {
            if (head.name().equals(name)) {
                return head;
            }
        }
        return null;
    }

    static TaggedResponse create(AccountSession account, ImapCommand.Create command) {
        String name = withoutSlash(command.mailbox());
        String use = "";
        for (String attribute : command.uses()) {
            String known = Flags.specialUse(attribute);
            if (known == null || !use.isEmpty()) {
                return TaggedResponse.no(
                        "USEATTR", "A mailbox has one use here, of those that LIST shows");
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

    static TaggedResponse delete(
            ImapSession session, AccountSession account, ImapCommand.Delete command) {
        String name = withoutSlash(command.mailbox());
        StoreResult outcome = account.execute(new StoreCommand.DeleteMailbox(name));
        if (outcome instanceof StoreResult.Done
                && session.state() instanceof Selected selected
                && selected.mailbox().gone()) {
            session.select(account, null);
            session.out().raw("* OK [CLOSED] The mailbox that was selected is gone").line();
        }
        return answer(outcome, "Deleted");
    }

    static TaggedResponse rename(AccountSession account, ImapCommand.Rename command) {
        String to = withoutSlash(command.to());
        return answer(
                account.execute(new StoreCommand.RenameMailbox(command.from(), to)), "Renamed");
    }

    static TaggedResponse subscribe(AccountSession account, ImapCommand.Subscribe command) {
        String name = withoutSlash(command.mailbox());
        StoreResult outcome =
                account.execute(new StoreCommand.Subscribe(name, command.subscribed()));
        return answer(outcome, command.subscribed() ? "Subscribed" : "Unsubscribed");
    }

    /** Answer to an outcome of which there is nothing to tell but itself. */
    static TaggedResponse answer(StoreResult outcome, String text) {
        return switch (outcome) {
            case StoreResult.Done done -> TaggedResponse.ok(text);
            case StoreResult.Refused refused ->
                    TaggedResponse.no(code(refused.reason()), TaggedResponse.ascii(refused.text()));
        };
    }

    /** Response code (RFC 5530) of a refusal. */
    static @Nullable String code(StoreResult.Reason reason) {
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
