package posthorn.imap.session;

import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.SequenceSet;
import posthorn.imap.session.ImapState.Selected;

/** EXPUNGE, UID EXPUNGE and CLOSE (RFC 3501 §6.4.2, §6.4.3; RFC 4315 §2.1). */
final class ExpungeCommands {

    static final TaggedResponse READ_ONLY =
            TaggedResponse.no("The mailbox is read-only: it was opened with EXAMINE");

    private ExpungeCommands() {}

    static TaggedResponse expunge(Selected in, ImapCommand.Expunge command) {
        SelectedMailbox mailbox = in.mailbox();
        if (mailbox.readOnly()) {
            return READ_ONLY;
        }
        SequenceSet set = command.uids();
        UidSet uids = set == null ? UidSet.EMPTY : mailbox.existing(set);
        if (set != null && uids.isEmpty()) {
            return TaggedResponse.ok("Nothing to expunge");
        }
        return MailboxTreeCommands.answer(
                in.account().execute(new StoreCommand.Expunge(mailbox.id(), uids)), "Expunged");
    }

    /** Expunges what the client knows to be \Deleted, and tells nothing of it. */
    static TaggedResponse close(ImapSession session, Selected in) {
        SelectedMailbox mailbox = in.mailbox();
        if (!mailbox.readOnly() && hasDeleted(mailbox.latest())) {
            in.account().execute(new StoreCommand.Expunge(mailbox.id(), UidSet.EMPTY));
        }
        session.select(in.account(), null);
        return TaggedResponse.ok("Mailbox closed");
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
