package posthorn.mailbox.account;

/**
 * What is known of a mailbox without its messages.
 *
 * @param number never used again within the account
 * @param name full name, levels separated by "/"
 * @param uidValidity RFC 3501 §2.3.1.1
 * @param uidNext UID of the next message, 1 to 4294967296; the last says that all are used up
 * @param recentFrom messages with a UID not below this are \Recent for the next session that
 *     selects
 * @param highestModSeq of a change to its messages, at least 1 (RFC 7162 §3.1.2.1)
 * @param specialUse RFC 6154 attribute without the backslash; empty: none
 * @param flags which bit stands for which flag
 */
public record MailboxHead(
        long number,
        String name,
        long uidValidity,
        long uidNext,
        long recentFrom,
        long highestModSeq,
        String specialUse,
        FlagTable flags) {

    MailboxHead named(String other) {
        return new MailboxHead(
                number, other, uidValidity, uidNext, recentFrom, highestModSeq, specialUse, flags);
    }

    MailboxHead renumbered(Change.MailboxRenumbered change) {
        return new MailboxHead(
                number,
                name,
                change.uidValidity(),
                uidNext,
                recentFrom,
                change.modSeq(),
                specialUse,
                flags);
    }

    MailboxHead recentFrom(long uid) {
        return new MailboxHead(
                number, name, uidValidity, uidNext, uid, highestModSeq, specialUse, flags);
    }

    MailboxHead after(long modSeq, long next, FlagTable table) {
        return new MailboxHead(
                number, name, uidValidity, next, recentFrom, modSeq, specialUse, table);
    }
}
