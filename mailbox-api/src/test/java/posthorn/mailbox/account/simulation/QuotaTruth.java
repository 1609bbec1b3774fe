package posthorn.mailbox.account.simulation;

import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.QuotaUsage;

/** What is true of the quota after every entry. */
final class QuotaTruth {
    private QuotaTruth() {}

    static void check(AccountState before, AccountState after) {
        var quota = after.head().quota();
        var known = before.head().quota();
        var level = QuotaLevel.of(after.usage(), quota.limits());
        if (quota.generation() < known.generation()) {
            throw new Violation("Limits of the domain have become older");
        }
        if (quota.told().compareTo(level) > 0) {
            throw new Violation("The owner was told of more than is used");
        }
        boolean told = quota.told().compareTo(known.told()) > 0;
        if (told && after.usage().messages() == 0) {
            throw new Violation("The owner was told by no message");
        }
        boolean grew = after.usage().octets() > before.usage().octets();
        if (!told && grew && quota.limits().equals(known.limits())) {
            bounded(quota.limits(), after.usage());
        }
    }

    /** Trash has as much room for copies as the account has for all. */
    private static void bounded(QuotaLimits limits, QuotaUsage usage) {
        if (!limits.allows(new QuotaUsage(usage.octets() / 2, usage.messages() / 2))) {
            throw new Violation("The quota was passed");
        }
    }
}
