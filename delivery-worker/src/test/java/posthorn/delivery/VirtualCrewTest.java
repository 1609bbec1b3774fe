package posthorn.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.Crew;

class VirtualCrewTest {

    private final Wake wake = new Wake();
    private final BlockingQueue<String> made = new LinkedBlockingQueue<>();

    @Test
    void boundsAttemptsInAllAndPerDestination() {
        VirtualCrew crew = new VirtualCrew(3, 2, 10, wake);
        Crew.Slot first = crew.slot("a").orElseThrow();
        assertTrue(crew.slot("a").isPresent());
        assertTrue(crew.slot("a").isEmpty());
        assertEquals(Set.of("a"), Set.copyOf(crew.saturated()));
        assertTrue(crew.slot("b").isPresent());
        assertTrue(crew.slot("c").isEmpty());
        first.release();
        assertTrue(crew.slot("a").isPresent());
    }

    @Test
    void makesWhatStandsInTheLineWhenASlotIsFreeAndLetsDestinationsTakeTurns() throws Exception {
        VirtualCrew crew = new VirtualCrew(1, 1, 10, wake);
        Crew.Slot busy = crew.slot("x").orElseThrow();
        for (String attempt : List.of("a1", "a2", "b1", "a3", "b2")) {
            assertTrue(crew.later(attempt.substring(0, 1), () -> made.add(attempt)));
        }
        assertEquals(Set.of("a", "b", "x"), Set.copyOf(crew.saturated()));
        busy.release();
        assertEquals(List.of("a1", "b1", "a2", "b2", "a3"), takeMade(5));
    }

    @Test
    void beginsAtOnceWhatFindsASlot() throws Exception {
        VirtualCrew crew = new VirtualCrew(1, 1, 10, wake);
        assertTrue(crew.later("a", () -> made.add("a1")));
        assertEquals(List.of("a1"), takeMade(1));
    }

    @Test
    void refusesWhatFindsNoPlaceInTheLine() {
        VirtualCrew crew = new VirtualCrew(1, 1, 1, wake);
        assertTrue(crew.slot("a").isPresent());
        assertTrue(crew.later("a", () -> made.add("a1")));
        assertFalse(crew.later("b", () -> made.add("b1")));
    }

    @Test
    void makesNothingFromTheLineWhenTheWorkerStops() {
        VirtualCrew crew = new VirtualCrew(1, 1, 10, wake);
        Crew.Slot busy = crew.slot("a").orElseThrow();
        crew.later("a", () -> made.add("a1"));
        wake.stop();
        busy.release();
        assertTrue(crew.slot("a").isPresent(), "the slot was not given to the line");
        assertTrue(made.isEmpty());
    }

    @Test
    void callsForWhatIsDueWhenADestinationIsFreeThatNothingWaitsFor() throws Exception {
        VirtualCrew crew = new VirtualCrew(1, 1, 10, wake);
        crew.slot("a").orElseThrow().run(() -> made.add("a0"));
        takeMade(1);
        wake.await(Duration.ofMinutes(1));
        assertTrue(crew.slot("a").isPresent());
    }

    private List<String> takeMade(int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(String.valueOf(made.poll(1, TimeUnit.MINUTES)));
        }
        return taken;
    }
}
