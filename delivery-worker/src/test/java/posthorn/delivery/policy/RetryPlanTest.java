package posthorn.delivery.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When what was deferred is tried again, told, and given up. */
class RetryPlanTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final RetryPlan plan = TestRetryPlans.standard();

    @Test
    void delaysDoubleUpToTheLongest() {
        RetryPlan even =
                new RetryPlan(
                        Duration.ofMinutes(1),
                        Duration.ofHours(4),
                        0,
                        Duration.ofDays(4),
                        Duration.ofDays(5));
        List<Long> minutes = new ArrayList<>();
        for (int attempts = 1; attempts <= 10; attempts++) {
            minutes.add(even.next(0, 0, attempts, new Random(1)) / 60_000);
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 240L, 240L), minutes);
    }

    @Test
    void chanceSpreadsDelaysWithinItsBounds() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long delay = plan.next(0, 100 * HOUR, 20, random) - 100 * HOUR;
            assertTrue(delay >= 4 * HOUR * 0.9 && delay <= 4 * HOUR * 1.1, "delay " + delay);
        }
    }

    @Test
    void oneAttemptFallsOnTheTimeOfTheNotice() {
        assertEquals(4 * HOUR, plan.next(0, 3 * HOUR, 9, new Random(1)));
        assertFalse(plan.noticeDue(0, 4 * HOUR - 1));
        assertTrue(plan.noticeDue(0, 4 * HOUR));
    }

    @Test
    void givesUpOnlyBehindItsTimeAndWithAllItsAttempts() {
        long lifetime = Duration.ofDays(5).toMillis();
        int planned = plan.plannedAttempts();
        assertTrue(planned > 30, "planned " + planned);
        assertFalse(plan.givesUp(0, lifetime - 1, planned));
        assertFalse(plan.givesUp(0, lifetime, planned - 1));
        assertTrue(plan.givesUp(0, lifetime, planned));
    }

    @Test
    void runWithoutPausesHasAllItsAttemptsWhenItsTimeIsOver() {
        long lifetime = Duration.ofDays(5).toMillis();
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long now = 0;
            int attempts = 1;
            while (now < lifetime) {
                now = plan.next(0, now, attempts, random);
                attempts++;
            }
            assertTrue(plan.givesUp(0, now, attempts), "seed " + seed + ": " + attempts);
        }
    }
}
