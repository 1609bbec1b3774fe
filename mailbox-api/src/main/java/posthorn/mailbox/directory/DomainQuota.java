package posthorn.mailbox.directory;

import java.util.Optional;
import posthorn.mailbox.account.QuotaLimits;

/**
 * What the accounts of a domain may hold that have no limits of their own.
 *
 * @param domain folded
 * @param own limits of the domain; empty: those of the installation
 * @param inForce limits that its accounts are told of, those of the installation included
 * @param generation counts the limits that were in force; orders what accounts are told. 0: nothing
 *     was written yet
 * @param settled whether every account was told; false: somebody has to finish it
 */
public record DomainQuota(
        String domain,
        Optional<QuotaLimits> own,
        QuotaLimits inForce,
        long generation,
        boolean settled) {

    /** Of a domain for which nothing was written yet. */
    public static DomainQuota unwritten(String domain, QuotaLimits installation) {
        return new DomainQuota(domain, Optional.empty(), installation, 0, false);
    }

    /**
     * The next one, of which no account was told yet.
     *
     * @param limits of the domain; empty: those of the installation
     */
    public DomainQuota with(Optional<QuotaLimits> limits, QuotaLimits installation) {
        return new DomainQuota(domain, limits, limits.orElse(installation), generation + 1, false);
    }

    /** The same, of which every account was told. */
    public DomainQuota asSettled() {
        return new DomainQuota(domain, own, inForce, generation, true);
    }
}
