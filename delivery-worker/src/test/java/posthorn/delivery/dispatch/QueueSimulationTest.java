package posthorn.delivery.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The queue's promises under faults, and that a broken rule would be found out. */
class QueueSimulationTest {

    private static final long LEAST_STEPS = 300_000;
    private static final int SEEDS_FOR_A_BROKEN_RULE = 60;

    @Test
    void everyRecipientHasExactlyOneEnd() {
        long seed = Long.getLong("posthorn.simulation.seed", 1);
        long steps = 0;
        Map<String, Integer> counts = new TreeMap<>();
        long first = seed;
        while (steps < LEAST_STEPS) {
            Simulation simulation = new Simulation(seed, BrokenRule.SOUND);
            try {
                simulation.run();
            } catch (QueueWorld.Violation e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            steps += simulation.world().turns.steps();
            simulation.world().counts.forEach((what, n) -> counts.merge(what, n, Integer::sum));
            seed++;
        }
        System.out.printf(
                "queue simulation: seeds %d to %d, %d steps, %s%n", first, seed - 1, steps, counts);
        assertTrue(counts.getOrDefault("sent again", 0) > 0, "no fault made a message go twice");
        assertTrue(counts.getOrDefault("given up", 0) > 0, "nothing was given up");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOUND")
    void brokenRuleIsFoundOut(BrokenRule rule) {
        Optional<String> found = Optional.empty();
        long seed = 1;
        while (found.isEmpty() && seed <= SEEDS_FOR_A_BROKEN_RULE) {
            try {
                new Simulation(seed, rule).run();
                seed++;
            } catch (QueueWorld.Violation e) {
                found = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        System.out.printf("queue simulation: %s found out by seed %d%n", rule, seed);
        assertTrue(found.isPresent(), rule + " was not found out");
    }
}
