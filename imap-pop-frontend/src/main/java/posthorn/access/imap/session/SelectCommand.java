package posthorn.access.imap.session;

import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.grammar.ResponseWriter;
import posthorn.access.imap.session.SessionState.Selected;
import posthorn.access.store.AccountView;
import posthorn.access.store.FlagNames;
import posthorn.access.store.MailboxHead;
import posthorn.access.store.MessageIndex;
import posthorn.access.store.OpenMailbox;

/** SELECT and EXAMINE (RFC 3501 §6.3.1, §6.3.2; RFC 7162 §3.1.2, §3.1.8). */
final class SelectCommand {

    private SelectCommand() {}

    static Answer run(ImapSession session, AccountView account, Command.Select command) {
        if (session.state() instanceof Selected) {
            session.select(account, null);
            session.out().raw("* OK [CLOSED] The mailbox before is left").line();
        }
        MailboxHead head = MailboxCommands.find(account, command.mailbox());
        OpenMailbox open = head == null ? null : account.open(head.mailbox(), session.changed());
        if (open == null) {
            return Answer.no("NONEXISTENT", "No such mailbox");
        }
        if (command.condStore()) {
            session.enableCondStore();
        }
        SelectedMailbox mailbox =
                new SelectedMailbox(account, open, command.mailbox(), command.readOnly());
        session.select(account, mailbox);
        mailbox.begin();
        write(session.out(), mailbox);
        return command.readOnly()
                ? Answer.ok("READ-ONLY", "Examined")
                : Answer.ok("READ-WRITE", "Selected");
    }

    private static void write(ResponseWriter out, SelectedMailbox mailbox) {
        MessageIndex view = mailbox.view();
        mailbox.writeFlags(out);
        out.raw("* ").number(view.size()).raw(" EXISTS").line();
        mailbox.writeRecent(out);
        int unseen = firstUnseen(view);
        if (unseen >= 0) {
            out.raw("* OK [UNSEEN ").number(unseen + 1L).raw("] First unseen message").line();
        }
        out.raw("* OK [UIDVALIDITY ").number(view.uidValidity()).raw("] UIDs are valid").line();
        out.raw("* OK [UIDNEXT ").number(view.uidNext()).raw("] Next UID").line();
        long modSeq = Math.max(1, view.highestModSeq());
        out.raw("* OK [HIGHESTMODSEQ ").number(modSeq).raw("] Highest mod-sequence").line();
    }

    private static int firstUnseen(MessageIndex view) {
        for (int i = 0; i < view.size(); i++) {
            if ((view.flags(i) & FlagNames.SEEN) == 0) {
                return i;
            }
        }
        return -1;
    }
}
