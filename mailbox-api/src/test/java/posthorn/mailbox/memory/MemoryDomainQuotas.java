package posthorn.mailbox.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.directory.DomainQuota;
import posthorn.mailbox.directory.DomainQuotaStore;

/** Quotas of domains in memory. */
public final class MemoryDomainQuotas implements DomainQuotaStore {

    private final Map<String, DomainQuota> quotas = new HashMap<>();

    @Override
    public synchronized CompletionStage<Optional<DomainQuota>> find(String domain) {
        return CompletableFuture.completedStage(Optional.ofNullable(quotas.get(domain)));
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(DomainQuota before, DomainQuota next) {
        DomainQuota there = quotas.get(before.domain());
        boolean expected =
                there == null
                        ? before.generation() == 0
                        : there.generation() == before.generation()
                                && there.settled() == before.settled();
        if (expected) {
            quotas.put(next.domain(), next);
        }
        return CompletableFuture.completedStage(expected);
    }

    @Override
    public synchronized CompletionStage<Void> remove(String domain) {
        quotas.remove(domain);
        return CompletableFuture.completedStage(null);
    }
}
