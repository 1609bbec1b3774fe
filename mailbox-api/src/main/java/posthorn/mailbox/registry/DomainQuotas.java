package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.directory.DomainQuota;
import posthorn.mailbox.directory.DomainQuotaStore;

/** What accounts of domains may hold where nothing is said of them. Safe for all threads. */
public final class DomainQuotas {

    private final DomainQuotaStore store;
    private final QuotaLimits installation;

    /**
     * @param installation limits of domains that have none of their own
     */
    public DomainQuotas(DomainQuotaStore store, QuotaLimits installation) {
        this.store = store;
        this.installation = installation;
    }

    DomainQuotaStore store() {
        return store;
    }

    QuotaLimits installation() {
        return installation;
    }

    /** The quota of a domain, folded; of generation 0 when nothing was written for it. */
    public Uni<DomainQuota> of(String domain) {
        return Uni.createFrom()
                .completionStage(() -> store.find(domain))
                .map(found -> found.orElseGet(() -> DomainQuota.unwritten(domain, installation)));
    }
}
