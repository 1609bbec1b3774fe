package posthorn.mailbox.memory;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.dkim.DomainKeyStore;
import posthorn.mailbox.dkim.DomainKeys;

/** Keys of domains in memory. */
public final class MemoryDomainKeys implements DomainKeyStore {

    private final Map<String, DomainKeys> keys = new TreeMap<>();

    @Override
    public synchronized CompletionStage<Optional<DomainKeys>> find(String domain) {
        return CompletableFuture.completedStage(Optional.ofNullable(keys.get(domain)));
    }

    @Override
    public synchronized CompletionStage<Boolean> add(DomainKeys added) {
        return CompletableFuture.completedStage(keys.putIfAbsent(added.domain(), added) == null);
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(DomainKeys next) {
        DomainKeys before = keys.get(next.domain());
        boolean same = before != null && before.version() == next.version() - 1;
        if (same) {
            keys.put(next.domain(), next);
        }
        return CompletableFuture.completedStage(same);
    }

    @Override
    public synchronized CompletionStage<Void> remove(String domain) {
        keys.remove(domain);
        return CompletableFuture.completedStage(null);
    }
}
