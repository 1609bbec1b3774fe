package posthorn.runtime.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.OptionalLong;

/** What a cache of Caffeine has counted. */
record CaffeineFigures(Cache<?, ?> cache) implements CacheFigures {

    CaffeineFigures {
        if (!cache.policy().isRecordingStats()) {
            throw new IllegalArgumentException("the cache records nothing");
        }
    }

    @Override
    public long hits() {
        return cache.stats().hitCount();
    }

    @Override
    public long misses() {
        return cache.stats().missCount();
    }

    @Override
    public long evictions() {
        return cache.stats().evictionCount();
    }

    @Override
    public long entries() {
        return cache.estimatedSize();
    }

    @Override
    public OptionalLong octets() {
        return cache.policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .orElseGet(OptionalLong::empty);
    }
}
