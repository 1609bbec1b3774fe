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
 */
public record AccountLimits(
        int mailboxes, int keywords, int nameOctets, int levels, int subscriptions, int entryRows) {
    /** Limits where the settings say nothing. */
    public static final AccountLimits DEFAULT =
            new AccountLimits(10_000, 58, 1_000, 32, 20_000, 2_000);
}
