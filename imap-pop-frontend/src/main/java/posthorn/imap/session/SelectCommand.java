package posthorn.imap.session;

import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.OpenMailbox;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.session.ImapState.Selected;

/** SELECT and EXAMINE (RFC 3501 §6.3.1, §6.3.2; RFC 7162 §3.1.2, §3.1.8). */
final class SelectCommand {

    private SelectCommand() {}

    static TaggedResponse run(
            ImapSession session, AccountSession account, ImapCommand.Select command) {
        if (session.state() instanceof Selected) {
            session.select(account, null);
            session.out().raw("* OK [CLOSED] The mailbox before is left").line();
        }
        MailboxHead head = MailboxTreeCommands.find(account, command.mailbox());
        OpenMailbox open =
                head == null ? null : account.open(head.mailbox(), session.connection()::changed);
        if (open == null) {
            return TaggedResponse.no("NONEXISTENT", "No such mailbox");
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
                ? TaggedResponse.ok("READ-ONLY", "Examined")
                : TaggedResponse.ok("READ-WRITE", "Selected");
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
