package posthorn.mailbox.account;

import java.util.Optional;

/**
 * The quota of an account: its own limits, or those of its domain, and what its owner was told.
 *
 * @param own limits of this account alone; empty: it has those of its domain
 * @param inherited limits of its domain, as far as the account was told of them
 * @param generation of the inherited limits: those of a lower one come too late and change nothing
 * @param told highest level that the owner was told of since usage was below it
 */
public record AccountQuota(
        Optional<QuotaLimits> own, QuotaLimits inherited, long generation, QuotaLevel told) {

    /** No limits. */
    public static final AccountQuota NONE =
            new AccountQuota(Optional.empty(), QuotaLimits.NONE, 0, QuotaLevel.LOW);

    /** Limits of the domain, of a generation that any others replace. */
    public static AccountQuota inherited(QuotaLimits limits) {
        return new AccountQuota(Optional.empty(), limits, 0, QuotaLevel.LOW);
    }

    /** The limits that count. */
    public QuotaLimits limits() {
        return own.orElse(inherited);
    }

    AccountQuota withOwn(Optional<QuotaLimits> limits) {
        return new AccountQuota(limits, inherited, generation, told);
    }

    AccountQuota inheriting(QuotaLimits limits, long since) {
        return new AccountQuota(own, limits, since, told);
    }

    AccountQuota told(QuotaLevel level) {
        return new AccountQuota(own, inherited, generation, level);
    }

    /** The level to tell the owner of when so much is used; {@link QuotaLevel#LOW}: none. */
    QuotaLevel due(QuotaUsage usage) {
        QuotaLevel level = QuotaLevel.of(usage, limits());
        return level.compareTo(told) > 0 ? level : QuotaLevel.LOW;
    }
}
