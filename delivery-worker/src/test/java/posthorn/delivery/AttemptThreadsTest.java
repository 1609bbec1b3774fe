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
import posthorn.delivery.dispatch.DestinationLimits;

class AttemptThreadsTest {

    private final WorkerSignals signals = new WorkerSignals();
    private final WorkInHand inHand = new WorkInHand();
    private final BlockingQueue<String> made = new LinkedBlockingQueue<>();

    @Test
    void boundsAttemptsInAllAndPerDestination() {
        AttemptThreads limits = new AttemptThreads(3, 2, 10, signals, inHand);
        DestinationLimits.Slot first = limits.slot("a").orElseThrow();
        assertTrue(limits.slot("a").isPresent());
        assertTrue(limits.slot("a").isEmpty());
        assertEquals(Set.of("a"), Set.copyOf(limits.saturated()));
        assertTrue(limits.slot("b").isPresent());
        assertTrue(limits.slot("c").isEmpty());
        first.release();
        assertTrue(limits.slot("a").isPresent());
    }

    @Test
    void makesWhatStandsInTheLineWhenASlotIsFreeAndLetsDestinationsTakeTurns() throws Exception {
        AttemptThreads limits = new AttemptThreads(1, 1, 10, signals, inHand);
        DestinationLimits.Slot busy = limits.slot("x").orElseThrow();
        for (String attempt : List.of("a1", "a2", "b1", "a3", "b2")) {
            assertTrue(limits.enqueue(attempt.substring(0, 1), () -> made.add(attempt)));
        }
        assertEquals(Set.of("a", "b", "x"), Set.copyOf(limits.saturated()));
        busy.release();
        assertEquals(List.of("a1", "b1", "a2", "b2", "a3"), takeMade(5));
    }

    @Test
    void beginsAtOnceWhatFindsASlot() throws Exception {
        AttemptThreads limits = new AttemptThreads(1, 1, 10, signals, inHand);
        assertTrue(limits.enqueue("a", () -> made.add("a1")));
        assertEquals(List.of("a1"), takeMade(1));
    }

    @Test
    void refusesWhatFindsNoPlaceInTheLine() {
        AttemptThreads limits = new AttemptThreads(1, 1, 1, signals, inHand);
        assertTrue(limits.slot("a").isPresent());
        assertTrue(limits.enqueue("a", () -> made.add("a1")));
        assertFalse(limits.enqueue("b", () -> made.add("b1")));
    }

    @Test
    void beginsNothingWhenTheWorkerDrains() throws Exception {
        AttemptThreads limits = new AttemptThreads(1, 1, 10, signals, inHand);
        DestinationLimits.Slot busy = limits.slot("a").orElseThrow();
        limits.enqueue("a", () -> made.add("a1"));
        assertFalse(inHand.drain(Duration.ZERO), "a slot is taken");
        busy.release();
        assertTrue(inHand.drain(Duration.ZERO), "the slot was given to an attempt that waited");
        assertTrue(limits.slot("b").isEmpty());
        assertFalse(limits.enqueue("b", () -> made.add("b1")));
        assertTrue(made.isEmpty());
    }

    @Test
    void givesTheSlotBackWhateverTheAttemptThrows() throws Exception {
        AttemptThreads limits = new AttemptThreads(1, 1, 10, signals, inHand);
        limits.slot("a")
                .orElseThrow()
                .run(() -> {
                    throw new StackOverflowError();
                });
        limits.enqueue("b", () -> made.add("b1"));
        assertEquals(List.of("b1"), takeMade(1));
        assertTrue(inHand.drain(Duration.ofMinutes(1)));
    }

    @Test
    void callsForWhatIsDueWhenADestinationIsFreeThatNothingWaitsFor() throws Exception {
        AttemptThreads limits = new AttemptThreads(1, 1, 10, signals, inHand);
        limits.slot("a").orElseThrow().run(() -> made.add("a0"));
        takeMade(1);
        signals.awaitQueueRun(Duration.ofMinutes(1));
        assertTrue(limits.slot("a").isPresent());
    }

    private List<String> takeMade(int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(String.valueOf(made.poll(1, TimeUnit.MINUTES)));
        }
        return taken;
    }
}
