package posthorn.mailbox.account;

/**
 * What an account holds.
 *
 * @param octets of all messages together
 * @param messages in all mailboxes together
 */
public record QuotaUsage(long octets, long messages) {

    /** Nothing. */
    public static final QuotaUsage NOTHING = new QuotaUsage(0, 0);

    /** So much more. */
    public QuotaUsage plus(long moreOctets, long moreMessages) {
        return new QuotaUsage(octets + moreOctets, messages + moreMessages);
    }

    /** As much as a mailbox holds more. */
    QuotaUsage plus(Mailbox mailbox) {
        return plus(mailbox.octets(), mailbox.messages());
    }
}
