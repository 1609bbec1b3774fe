package posthorn.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CacheFiguresTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private double requests(String result) {
        return meters.get("posthorn.cache.requests")
                .tag("cache", "c")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    @Test
    void whatACacheFindsAndHoldsIsTold() {
        Cache<String, byte[]> cache =
                Caffeine.newBuilder()
                        .maximumWeight(100)
                        .weigher((String key, byte[] octets) -> octets.length)
                        .executor(Runnable::run)
                        .recordStats()
                        .build();
        CacheFigures.register(meters, "c", CacheFigures.of(cache));
        cache.put("a", new byte[60]);
        assertNotNull(cache.getIfPresent("a"));
        assertNull(cache.getIfPresent("b"));
        assertNull(cache.getIfPresent("c"));
        assertEquals(1, requests("hit"));
        assertEquals(2, requests("miss"));
        assertEquals(60, meters.get("posthorn.cache.size").gauge().value());
        cache.put("b", new byte[60]);
        assertEquals(1, meters.get("posthorn.cache.evictions").functionCounter().count());
        assertEquals(1, meters.get("posthorn.cache.entries").gauge().value());
    }

    @Test
    void oneThatCountsByItselfMayKnowNoOctets() {
        CacheCounts counts = new CacheCounts(() -> 7, OptionalLong::empty);
        CacheFigures.register(meters, "c", counts);
        counts.asked(true);
        counts.asked(false);
        counts.evicted();
        assertEquals(1, requests("hit"));
        assertEquals(1, requests("miss"));
        assertEquals(1, meters.get("posthorn.cache.evictions").functionCounter().count());
        assertEquals(7, meters.get("posthorn.cache.entries").gauge().value());
        assertNull(meters.find("posthorn.cache.size").gauge());
    }

    @Test
    void oneThatRecordsNothingIsADefect() {
        Cache<String, String> silent = Caffeine.newBuilder().build();
        assertThrows(IllegalArgumentException.class, () -> CacheFigures.of(silent));
    }
}
