package posthorn.access.imap.session;

import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.grammar.SequenceSet;
import posthorn.access.imap.session.SessionState.Selected;
import posthorn.access.store.FlagNames;
import posthorn.access.store.MessageIndex;
import posthorn.access.store.StoreCommand;
import posthorn.access.store.UidSet;

/** EXPUNGE, UID EXPUNGE and CLOSE (RFC 3501 §6.4.2, §6.4.3; RFC 4315 §2.1). */
final class ExpungeCommands {

    static final Answer READ_ONLY =
            Answer.no("The mailbox is read-only: it was opened with EXAMINE");

    private ExpungeCommands() {}

    static Answer expunge(Selected in, Command.Expunge command) {
        SelectedMailbox mailbox = in.mailbox();
        if (mailbox.readOnly()) {
            return READ_ONLY;
        }
        SequenceSet set = command.uids();
        UidSet uids = set == null ? UidSet.EMPTY : mailbox.existing(set);
        if (set != null && uids.isEmpty()) {
            return Answer.ok("Nothing to expunge");
        }
        return MailboxCommands.answer(
                in.account().execute(new StoreCommand.Expunge(mailbox.id(), uids)), "Expunged");
    }

    /** Expunges what the client knows to be \Deleted, and tells nothing of it. */
    static Answer close(ImapSession session, Selected in) {
        SelectedMailbox mailbox = in.mailbox();
        if (!mailbox.readOnly() && hasDeleted(mailbox.latest())) {
            in.account().execute(new StoreCommand.Expunge(mailbox.id(), UidSet.EMPTY));
        }
        session.select(in.account(), null);
        return Answer.ok("Mailbox closed");
    }

    private static boolean hasDeleted(MessageIndex index) {
        for (int i = 0; i < index.size(); i++) {
            if ((index.flags(i) & FlagNames.DELETED) != 0) {
                return true;
            }
        }
        return false;
    }
}
