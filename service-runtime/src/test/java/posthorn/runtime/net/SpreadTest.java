package posthorn.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void oneIsToldInEachShareOfTheTime() {
        int connections = 1_000;
        Duration over = Duration.ofSeconds(20);
        List<Duration> moments = spread(over).moments(connections);
        List<Duration> sorted = moments.stream().sorted().toList();
        for (int i = 0; i < connections; i++) {
            Duration begin = over.multipliedBy(i).dividedBy(connections);
            Duration end = over.multipliedBy(i + 1).dividedBy(connections);
            assertTrue(sorted.get(i).compareTo(begin) >= 0, "too early: " + i);
            assertTrue(sorted.get(i).compareTo(end) <= 0, "too late: " + i);
        }
        assertNotEquals(sorted, moments, "whoever came first is not told first");
    }

    @Test
    void withoutTimeAllAreToldAtOnce() {
        assertEquals(List.of(Duration.ZERO, Duration.ZERO), spread(Duration.ZERO).moments(2));
        assertEquals(List.of(), spread(Duration.ofHours(1)).moments(0));
    }

    private static Spread spread(Duration over) {
        return new Spread(over, new SplittableRandom(17));
    }
}
