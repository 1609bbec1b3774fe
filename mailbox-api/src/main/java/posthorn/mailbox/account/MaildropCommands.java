package posthorn.mailbox.account;

import posthorn.mailbox.account.CommandOutcome.Done;
import posthorn.mailbox.account.CommandOutcome.Refused;

/** The lock of a POP3 session on INBOX, and QUIT (RFC 1939 §4 and §6). */
final class MaildropCommands {
    private MaildropCommands() {}

    static CommandOutcome lock(Deciding deciding, Command.LockMaildrop lock) {
        var now = deciding.state().head().maildrop();
        boolean free =
                !now.isHeld()
                        || now.token().equals(lock.token())
                        || now.equals(deciding.context().standing());
        if (!free) {
            return new Refused(RefusalReason.IN_USE, "Another session reads this mailbox by POP3");
        }
        deciding.make(seq -> new Change.MaildropLocked(seq, lock.token(), now.renewal() + 1));
        return Done.at(deciding.modSeq());
    }

    static CommandOutcome unlock(Deciding deciding, Command.UnlockMaildrop unlock) {
        if (!isHeldBy(deciding, unlock.token())) {
            return notLocked();
        }
        deciding.make(seq -> new Change.MaildropUnlocked(seq, unlock.token()));
        return Done.at(deciding.modSeq());
    }

    static CommandOutcome empty(Deciding deciding, Command.EmptyMaildrop empty) {
        var inbox = deciding.state().mailbox(MailboxName.INBOX);
        if (inbox == null || !isHeldBy(deciding, empty.token())) {
            return notLocked();
        }
        var uids = new UidSet.Builder();
        inbox.forEach(empty.uids(), (segment, row) -> uids.add(segment.uid(row)));
        var there = uids.build();
        if (!there.isEmpty()) {
            long number = inbox.head().number();
            deciding.make(seq -> new Change.MessagesExpunged(seq, number, there));
        }
        deciding.make(seq -> new Change.MaildropUnlocked(seq, empty.token()));
        return new Done(
                0, 0, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, there, deciding.modSeq(), 0);
    }

    private static boolean isHeldBy(Deciding deciding, String token) {
        var now = deciding.state().head().maildrop();
        return now.isHeld() && now.token().equals(token);
    }

    private static Refused notLocked() {
        return new Refused(RefusalReason.NOT_LOCKED, "This session does not hold the mailbox");
    }
}
