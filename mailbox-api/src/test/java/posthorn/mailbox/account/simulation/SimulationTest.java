package posthorn.mailbox.account.simulation;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the account promises, under faults. To see one run again: {@code
 * -Dposthorn.simulation.seed=17}, and for a broken variant {@code -Dposthorn.simulation.broken=W1};
 * {@code -Dposthorn.simulation.steps} and {@code .seeds} make it longer.
 */
class SimulationTest {
    private static final long STEPS = Long.getLong("posthorn.simulation.steps", 90_000);
    private static final long FIRST = Long.getLong("posthorn.simulation.seed", 1);
    private static final boolean ONE = System.getProperty("posthorn.simulation.seed") != null;
    private static final int SEEDS = Integer.getInteger("posthorn.simulation.seeds", ONE ? 1 : 12);

    /** Steps and seeds within which a broken rule has to be noticed. */
    private static final long BROKEN_STEPS = 60_000;

    private static final int BROKEN_SEEDS = 12;

    /** Steps until a backup is made, until all is lost, and of what is restored. */
    private static final long[] RESTORE_STEPS = {20_000, 35_000, 30_000};

    private static final int OTHER_SEEDS = Math.min(SEEDS, 6);

    @Test
    void nothingIsLostDoubledOrAnsweredWrongly() {
        var broken =
                Broken.valueOf(
                        System.getProperty("posthorn.simulation.broken", Broken.NOTHING.name()));
        long steps = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            var world = new World(seed, broken);
            try {
                world.run(STEPS);
            } catch (RuntimeException e) {
                fail("Seed " + seed + ": " + e.getMessage() + "; " + world, e);
            }
            steps += world.time().steps();
            say("seed %d: %s".formatted(seed, world));
        }
        say(String.format(Locale.ROOT, "%,d steps", steps));
        assertTrue(ONE || steps >= 1_000_000, "The run is too short: " + steps + " steps");
    }

    @Test
    void machinesThatStandStillWithAnInsertOnTheirWayLoseNothing() {
        for (long seed = FIRST; seed < FIRST + OTHER_SEEDS; seed++) {
            var world = new World(seed, Broken.NOTHING, true);
            try {
                world.run(BROKEN_STEPS);
            } catch (RuntimeException e) {
                fail("Seed " + seed + ", standing still: " + e.getMessage() + "; " + world, e);
            }
            say("standing still, seed %d: %s".formatted(seed, world));
        }
    }

    @Test
    void whatWasGivenOutBeforeARestoreIsNeverSeenAgain() {
        for (long seed = FIRST; seed < FIRST + OTHER_SEEDS; seed++) {
            try {
                say("restored, seed %d: %s".formatted(seed, restored(seed, Broken.NOTHING)));
            } catch (RuntimeException e) {
                fail("Seed " + seed + ", restored: " + e.getMessage(), e);
            }
        }
    }

    private static World restored(long seed, Broken broken) {
        var lost = new World(seed, broken);
        lost.begin();
        lost.work(RESTORE_STEPS[0]);
        var backup = lost.backup();
        lost.work(RESTORE_STEPS[1]);
        var world = lost.restored(seed, backup);
        world.run(RESTORE_STEPS[2]);
        return world;
    }

    @Test
    void accountsThatAreNotRenumberedAreNoticed() {
        var noticed = assertThrows(Violation.class, () -> restored(FIRST, Broken.NOT_RENUMBERED));
        assertTrue(String.valueOf(noticed.getMessage()).contains("UIDVALIDITY"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NOTHING", "NOT_RENUMBERED"})
    void aBrokenRuleIsNoticed(Broken broken) {
        for (long seed = FIRST; seed < FIRST + BROKEN_SEEDS; seed++) {
            var world = new World(seed, broken);
            try {
                world.run(BROKEN_STEPS);
            } catch (Violation noticed) {
                say("%s: seed %d: %s; %s".formatted(broken, seed, noticed.getMessage(), world));
                return;
            }
        }
        fail(broken + " was not noticed in " + BROKEN_SEEDS + " runs");
    }

    @SuppressWarnings("SystemOut")
    private static void say(String text) {
        System.out.println("simulation: " + text);
    }
}
