package posthorn.frontend.store;

/**
 * A mailbox in numbers.
 *
 * @param mailbox never used again within the account
 * @param name full name, Unicode, levels separated by {@code /}; {@code INBOX} in capitals
 * @param uidValidity RFC 3501 §2.3.1.1
 * @param uidNext no message has had this UID or a higher one
 * @param messages how many
 * @param unseen how many without {@code \Seen}
 * @param recentFrom messages with this UID or a higher one are {@code \Recent} for the next who
 *     takes them
 * @param highestModSeq RFC 7162 §3.1.2.1
 * @param specialUse RFC 6154 attribute without its backslash, as in {@code Drafts}; empty: none
 * @param octets of all messages together
 */
public record MailboxHead(
        long mailbox,
        String name,
        long uidValidity,
        long uidNext,
        long messages,
        long unseen,
        long recentFrom,
        long highestModSeq,
        String specialUse,
        long octets) {

    /** This mailbox with another first UID that is {@code \Recent}. */
    public MailboxHead withRecentFrom(long uid) {
        return new MailboxHead(
                mailbox,
                name,
                uidValidity,
                uidNext,
                messages,
                unseen,
                uid,
                highestModSeq,
                specialUse,
                octets);
    }
}
