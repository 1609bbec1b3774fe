package posthorn.mailbox.accountcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.runtime.metrics.CacheFigures;

/**
 * Segments, the last ones that were read kept in memory: what stands under a name never changes.
 */
public final class CachedSegments implements Segments {

    private record Key(String account, String name) {}

    private final Segments store;
    private final Cache<Key, byte[]> kept;

    /**
     * @param octets that are kept at most
     */
    public CachedSegments(Segments store, long octets) {
        this.store = store;
        this.kept =
                Caffeine.newBuilder()
                        .maximumWeight(octets)
                        .weigher((Key key, byte[] content) -> content.length + 100)
                        .recordStats()
                        .build();
    }

    /** How well it serves. */
    public CacheFigures figures() {
        return CacheFigures.of(kept);
    }

    @Override
    public CompletionStage<Void> write(String account, Map<String, byte[]> contents) {
        return store.write(account, contents);
    }

    @Override
    public CompletionStage<Map<String, byte[]>> read(String account, Collection<String> names) {
        Map<String, byte[]> found = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (String name : names) {
            byte[] content = kept.getIfPresent(new Key(account, name));
            if (content == null) {
                missing.add(name);
            } else {
                found.put(name, content);
            }
        }
        if (missing.isEmpty()) {
            return CompletableFuture.completedStage(found);
        }
        return store.read(account, missing)
                .thenApply(more -> {
                    more.forEach((name, content) -> kept.put(new Key(account, name), content));
                    found.putAll(more);
                    return found;
                });
    }

    @Override
    public CompletionStage<List<String>> names(String account, String after, int limit) {
        return store.names(account, after, limit);
    }

    @Override
    public CompletionStage<Void> delete(String account, Collection<String> names) {
        names.forEach(name -> kept.invalidate(new Key(account, name)));
        return store.delete(account, names);
    }
}
