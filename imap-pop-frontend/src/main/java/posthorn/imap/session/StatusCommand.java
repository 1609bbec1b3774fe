package posthorn.imap.session;

import java.util.List;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.OpenMailbox;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ImapCommand.StatusItem;
import posthorn.imap.grammar.ResponseWriter;

/** STATUS (RFC 3501 §6.3.10). */
final class StatusCommand {

    private StatusCommand() {}

    static TaggedResponse run(
            ImapSession session, AccountSession account, ImapCommand.Status command) {
        MailboxHead head = MailboxTreeCommands.find(account, command.mailbox());
        if (head == null) {
            return TaggedResponse.no("NONEXISTENT", "No such mailbox");
        }
        write(session, account, head, command.items());
        return TaggedResponse.ok("Status told");
    }

    static void write(
            ImapSession session, AccountSession account, MailboxHead head, List<StatusItem> items) {
        ResponseWriter out = session.out();
        out.raw("* STATUS ").mailbox(head.name()).raw(" (");
        for (int i = 0; i < items.size(); i++) {
            out.raw(i == 0 ? "" : " ").raw(items.get(i).name()).raw(' ');
            out.number(
                    switch (items.get(i)) {
                        case MESSAGES -> head.messages();
                        case RECENT -> recent(account, head);
                        case UIDNEXT -> head.uidNext();
                        case UIDVALIDITY -> head.uidValidity();
                        case UNSEEN -> head.unseen();
                        case HIGHESTMODSEQ -> {
                            session.enableCondStore();
                            yield Math.max(1, head.highestModSeq());
                        }
                        case APPENDLIMIT -> session.settings().limits().message();
                    });
        }
        out.raw(')').line();
    }

    /** Only what is new since the last SELECT has to be counted, which is seldom anything. */
    private static long recent(AccountSession account, MailboxHead head) {
        if (head.recentFrom() >= head.uidNext() || head.messages() == 0) {
            return 0;
        }
        OpenMailbox open = account.open(head.mailbox(), () -> {});
        if (open == null) {
            return 0;
        }
        try (open) {
            MessageIndex index = open.current();
            return (long) index.size() - index.lowerBound(index.recentFrom());
        }
    }
}
