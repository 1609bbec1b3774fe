package posthorn.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlannedQueueRunsTest {

    private static final long NOW = 1_000_000;
    private static final long MOST = 10_000;

    private final PlannedQueueRuns planned = new PlannedQueueRuns();

    @Test
    void nextIsTheEarliestAndNothingDueIsForgottenBehindIt() {
        assertEquals(MOST, planned.untilNext(NOW, MOST));
        assertTrue(planned.add(NOW + 9_000, NOW));
        assertTrue(planned.add(NOW + 5_000, NOW));
        assertEquals(5_000, planned.untilNext(NOW, MOST));
        assertEquals(3_000, planned.untilNext(NOW, 3_000));
        planned.runs(NOW + 5_000);
        assertEquals(4_000, planned.untilNext(NOW + 5_000, MOST));
        planned.runs(NOW + 9_000);
        assertEquals(MOST, planned.untilNext(NOW + 9_000, MOST));
    }

    @Test
    void runComesNeverBeforeWhatItIsFor() {
        planned.add(NOW + 1, NOW);
        assertEquals(100, planned.untilNext(NOW, MOST));
        planned.runs(NOW + 99);
        assertEquals(1, planned.untilNext(NOW + 99, MOST));
        assertEquals(0, planned.untilNext(NOW + 100, MOST));
    }

    @Test
    void whatIsDueAlreadyIsLookedForNow() {
        planned.add(NOW - 5_000, NOW);
        assertEquals(0, planned.untilNext(NOW, MOST));
    }

    @Test
    void whatIsFarAheadIsLeftToTheRunsInBetween() {
        assertFalse(planned.add(NOW + Duration.ofHours(1).toMillis(), NOW));
        assertFalse(planned.add(Long.MAX_VALUE, NOW));
        assertEquals(MOST, planned.untilNext(NOW, MOST));
    }
}
