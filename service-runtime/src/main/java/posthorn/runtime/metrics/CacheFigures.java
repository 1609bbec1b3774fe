package posthorn.runtime.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;

/**
 * What a cache tells of itself, as {@code posthorn_cache_*{cache}}: since the start how often
 * something was found in it or was not, how many of its entries went because there were too many or
 * they were too old, and how many there are now. Asked on any thread; must not wait.
 */
public interface CacheFigures {

    /** How often something was there. */
    long hits();

    /** How often it was not. */
    long misses();

    /** Entries that went by themselves. */
    long evictions();

    /** Entries that are there now. */
    long entries();

    /** Octets that they take, about; empty: the cache counts none. */
    OptionalLong octets();

    /**
     * Those of a cache that records them ({@code recordStats}). Where it has a weigher, weights are
     * octets.
     */
    static CacheFigures of(Cache<?, ?> cache) {
        return new CaffeineFigures(cache);
    }

    /**
     * Registers them. The registry keeps the cache alive.
     *
     * @param cache its name, the only one in all services
     */
    static void register(MeterRegistry meters, String cache, CacheFigures figures) {
        String requests = "posthorn.cache.requests";
        FunctionCounter.builder(requests, figures, CacheFigures::hits)
                .description("How often caches were asked, and had it")
                .tag("cache", cache)
                .tag("result", "hit")
                .register(meters);
        FunctionCounter.builder(requests, figures, CacheFigures::misses)
                .description("How often caches were asked, and had it")
                .tag("cache", cache)
                .tag("result", "miss")
                .register(meters);
        FunctionCounter.builder("posthorn.cache.evictions", figures, CacheFigures::evictions)
                .description("Entries of caches that were too many or too old")
                .tag("cache", cache)
                .register(meters);
        Gauge.builder("posthorn.cache.entries", figures, CacheFigures::entries)
                .description("Entries of caches")
                .tag("cache", cache)
                .strongReference(true)
                .register(meters);
        if (figures.octets().isPresent()) {
            Gauge.builder("posthorn.cache.size", figures, f -> f.octets().orElse(0))
                    .description("Octets in caches, about")
                    .baseUnit("bytes")
                    .tag("cache", cache)
                    .strongReference(true)
                    .register(meters);
        }
    }
}
