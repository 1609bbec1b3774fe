package posthorn.delivery.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two workers and one provider, in simulated time: the provider asks for less when it has more
 * connections or messages than it likes, and nobody but its replies says how many these are.
 */
class PaceSimulationTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bothFindThePaceThatTheProviderLikesAndShareIt(long seed) {
        PaceWorld world = new PaceWorld(seed, 8, Integer.MAX_VALUE, 2);
        world.run(120);
        world.forget();
        world.run(600);
        assertTrue(world.slowedPart() < 0.15, () -> "told to slow down: " + world);
        assertTrue(world.delivered() > 600 * 8 / 2, () -> "half of what it likes: " + world);
        assertTrue(world.smallestPart() > 0.35, () -> "fair: " + world);
        System.out.println("pace, seed " + seed + ": " + world);
    }

    @Test
    void boundOnMessagesIsLearnedAndGrowsBack() {
        PaceWorld world = new PaceWorld(7, Integer.MAX_VALUE, 120, 2);
        world.run(60);
        assertTrue(Double.isFinite(world.bounds().perMinute()), world::toString);
        world.forget();
        world.run(600);
        assertTrue(world.slowedPart() < 0.2, () -> "told to slow down: " + world);
        assertTrue(world.delivered() > 10 * 120 / 3, () -> "a third of what it likes: " + world);
        assertTrue(world.smallestPart() > 0.3, () -> "fair: " + world);
        double bounded = world.bounds().perMinute();
        world.likes(Integer.MAX_VALUE, Integer.MAX_VALUE);
        world.run(600);
        assertTrue(world.bounds().perMinute() > 2 * bounded, world::toString);
        assertEquals(40, (int) world.bounds().connections(), world::toString);
    }

    @Test
    void shareOfAWorkerThatDiesGoesToTheOther() {
        PaceWorld world = new PaceWorld(3, 8, Integer.MAX_VALUE, 2);
        world.run(400);
        world.kill(0);
        world.run(60);
        assertEquals(List.of("w/1"), world.holders());
        world.forget();
        world.run(120);
        assertTrue(world.delivered() > 120 * 8 / 2, world::toString);
    }

    @Test
    void newWorkerGetsItsShareSoon() {
        PaceWorld world = new PaceWorld(4, 8, Integer.MAX_VALUE, 2);
        world.stop(1);
        world.run(120);
        world.resume(1);
        world.run(15);
        world.forget();
        world.run(120);
        assertTrue(world.smallestPart() > 0.3, world::toString);
    }

    @Test
    void withoutTheStoreEachKeepsToASmallShareOfItsOwn() {
        PaceWorld world = new PaceWorld(5, 40, Integer.MAX_VALUE, 2);
        world.run(120);
        assertTrue(world.mostInHand() > 20, world::toString);
        world.store.away = true;
        world.run(16);
        world.forget();
        world.run(60);
        assertTrue(world.mostInHand() <= 2 * 5, world::toString);
        assertTrue(world.delivered() > 60 * 5, "and goes on: " + world);
        world.store.away = false;
        world.run(60);
        assertTrue(world.mostInHand() > 20, world::toString);
    }

    @Test
    void commandsFollowTheRoundsAndNotTheMessages() {
        PaceWorld world = new PaceWorld(6, Integer.MAX_VALUE, Integer.MAX_VALUE, 2);
        world.run(120);
        world.forget();
        world.store.calls = 0;
        world.run(60);
        assertTrue(world.delivered() > 2000, world::toString);
        assertTrue(world.store.calls <= 60 * 2 * 2, () -> world.store.calls + " calls");
    }

    @Test
    void siteThatNeedsNoShareIsNotWrittenAbout() {
        PaceWorld world = new PaceWorld(6, 100, Integer.MAX_VALUE, 1);
        world.wanted = 3;
        world.run(60);
        assertTrue(world.delivered() > 100, world::toString);
        assertEquals(Map.of(), world.store.read(List.of(PaceWorld.SITE)));
    }

    @Test
    void siteThatAnswersNobodyRestsAndIsTriedNowAndThen() {
        PaceWorld world = new PaceWorld(8, 8, Integer.MAX_VALUE, 2);
        world.dead = true;
        world.run(120);
        world.forget();
        world.run(600);
        assertTrue(world.attempts() < 60, () -> "probes: " + world);
        assertTrue(world.attempts() > 1, () -> "probes: " + world);
        world.dead = false;
        world.run(1200);
        world.forget();
        world.run(60);
        assertTrue(world.delivered() > 60 * 8 / 3, world::toString);
    }
}
