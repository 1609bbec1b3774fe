package posthorn.mailbox.account;

import java.util.Collection;

/**
 * Other UIDVALIDITYs for an account that was restored from a backup. What was given out after the
 * backup was made, UIDs and mod-sequences, is forgotten and will be given out again; clients have
 * to take it for something else (RFC 9051 §2.3.1.1). So each mailbox of a restored account gets a
 * UIDVALIDITY that nobody can have seen, in the first entry of its log after the restore.
 *
 * <p>It happens once, however often it is tried: mailboxes below the number get one from it on.
 */
public final class Renumbering {
    /** What a reader has to know to apply an entry with such a change ({@link Entry#needs}). */
    static final String NEEDS = "renumbered";

    private Renumbering() {}

    /** Whether a mailbox of the state has a lower UIDVALIDITY than the limits allow. */
    public static boolean isDue(AccountState state, AccountLimits limits) {
        return isDue(state.byNumber().values(), limits.uidValidityFrom());
    }

    private static boolean isDue(Collection<Mailbox> mailboxes, long from) {
        return from > 0 && mailboxes.stream().anyMatch(mailbox -> isBelow(mailbox, from));
    }

    private static boolean isBelow(Mailbox mailbox, long from) {
        return mailbox.head().uidValidity() < from;
    }

    static boolean isIn(Collection<Change> changes) {
        return changes.stream().anyMatch(Change.MailboxRenumbered.class::isInstance);
    }

    /** Makes the changes, if there are any to be made. */
    static void run(Deciding deciding, long from) {
        var mailboxes = deciding.state().mailboxes().values();
        if (!isDue(mailboxes, from)) {
            return;
        }
        var numbers =
                mailboxes.stream()
                        .filter(mailbox -> isBelow(mailbox, from))
                        .map(mailbox -> mailbox.head().number())
                        .toList();
        for (long number : numbers) {
            long validity = Math.max(from, deciding.state().head().uidValidity() + 1);
            deciding.make(seq -> new Change.MailboxRenumbered(seq, number, validity));
        }
    }
}
