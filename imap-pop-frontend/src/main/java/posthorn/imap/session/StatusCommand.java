package posthorn.imap.session;

import java.util.List;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.MailboxHead;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ImapCommand.StatusItem;
import posthorn.imap.grammar.ResponseWriter;

/** STATUS (RFC 3501 §6.3.10, RFC 9208 §4.1.4). */
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
        boolean counts =
                items.contains(StatusItem.DELETED) || items.contains(StatusItem.DELETED_STORAGE);
        DeletedMessages deleted = counts ? DeletedMessages.of(account, head) : DeletedMessages.NONE;
        ResponseWriter out = session.out();
        out.raw("* STATUS ").mailbox(head.name()).raw(" (");
        for (int i = 0; i < items.size(); i++) {
            out.raw(i == 0 ? "" : " ").raw(items.get(i).word()).raw(' ');
            out.number(
                    switch (items.get(i)) {
                        case MESSAGES -> head.messages();
                        case RECENT -> recent(head);
                        case UIDNEXT -> head.uidNext();
                        case UIDVALIDITY -> head.uidValidity();
                        case UNSEEN -> head.unseen();
                        case HIGHESTMODSEQ -> {
                            session.enableCondStore();
                            yield Math.max(1, head.highestModSeq());
                        }
                        case APPENDLIMIT -> session.settings().limits().message();
                        case DELETED -> deleted.messages();
                        case DELETED_STORAGE -> deleted.octets();
                    });
        }
        out.raw(')').line();
    }

    /**
     * Without a look at the messages: as many as there are UIDs that nobody was told of. Some of
     * those may have been expunged.
     */
    private static long recent(MailboxHead head) {
        return Math.max(0, Math.min(head.messages(), head.uidNext() - head.recentFrom()));
    }
}
