package posthorn.mailbox.account;

/**
 * Limits of one account.
 *
 * @param mailboxes mailboxes at once
 * @param keywords different keywords used in one mailbox over its life; at most 58
 * @param nameOctets octets of a mailbox name in UTF-8
 * @param levels levels of the hierarchy
 * @param subscriptions subscribed names
 * @param entryRows messages that one entry may add; more go into a segment first
 * @param uidValidityFrom mailboxes with a lower UIDVALIDITY get another one before anybody sees
 *     them ({@link Renumbering}); 0: all stay as they are
 */
public record AccountLimits(
        int mailboxes,
        int keywords,
        int nameOctets,
        int levels,
        int subscriptions,
        int entryRows,
        long uidValidityFrom) {
    /** Limits where the settings say nothing. */
    public static final AccountLimits DEFAULT =
            new AccountLimits(10_000, 58, 1_000, 32, 20_000, 2_000);

    /** Limits of an installation that was never restored from a backup. */
    public AccountLimits(
            int mailboxes,
            int keywords,
            int nameOctets,
            int levels,
            int subscriptions,
            int entryRows) {
        this(mailboxes, keywords, nameOctets, levels, subscriptions, entryRows, 0);
    }

    /** The same with another lowest UIDVALIDITY. */
    public AccountLimits withUidValidityFrom(long lowest) {
        return new AccountLimits(
                mailboxes, keywords, nameOctets, levels, subscriptions, entryRows, lowest);
    }
}
