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
import posthorn.delivery.pace.Pace;

class AttemptThreadsTest {

    private final WorkerSignals signals = new WorkerSignals();
    private final WorkInHand inHand = new WorkInHand();
    private final BlockingQueue<String> made = new LinkedBlockingQueue<>();

    @Test
    void boundsAttemptsInAllAndPerDestination() {
        AttemptThreads limits = limits(3, 2, 10);
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
        AttemptThreads limits = limits(1, 1, 10);
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
        AttemptThreads limits = limits(1, 1, 10);
        assertTrue(limits.enqueue("a", () -> made.add("a1")));
        assertEquals(List.of("a1"), takeMade(1));
    }

    @Test
    void refusesWhatFindsNoPlaceInTheLine() {
        AttemptThreads limits = limits(1, 1, 1);
        assertTrue(limits.slot("a").isPresent());
        assertTrue(limits.enqueue("a", () -> made.add("a1")));
        assertFalse(limits.enqueue("b", () -> made.add("b1")));
    }

    @Test
    void beginsNothingWhenTheWorkerDrains() throws Exception {
        AttemptThreads limits = limits(1, 1, 10);
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
        AttemptThreads limits = limits(1, 1, 10);
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
        AttemptThreads limits = limits(1, 1, 10);
        limits.slot("a").orElseThrow().run(() -> made.add("a0"));
        takeMade(1);
        signals.awaitQueueRun(Duration.ofMinutes(1));
        assertTrue(limits.slot("a").isPresent());
    }

    @Test
    void siteThatIsFullKeepsItsOwnDestinationsWaitingAndNoOthers() throws Exception {
        AttemptThreads limits =
                new AttemptThreads(10, 10, 10, 2, new OneSite("far", 1), signals, inHand);
        DestinationLimits.Slot busy = limits.slot("far.a").orElseThrow();
        assertTrue(limits.slot("far.b").isEmpty(), "it is the same site");
        assertTrue(limits.enqueue("far.b", () -> made.add("b1")));
        assertTrue(limits.enqueue("far.c", () -> made.add("c1")));
        assertFalse(limits.enqueue("far.d", () -> made.add("d1")), "the site's line is full");
        assertTrue(limits.crowded("far.d"));
        assertFalse(limits.crowded("near"));
        assertTrue(limits.enqueue("near", () -> made.add("n1")));
        assertEquals(List.of("n1"), takeMade(1));
        busy.release();
        assertEquals(List.of("b1", "c1"), takeMade(2));
    }

    @Test
    void destinationThatTurnsOutToBeOfAFullSiteStandsBeforeNobody() throws Exception {
        OneSite pace = new OneSite("none", 1);
        AttemptThreads limits = new AttemptThreads(10, 1, 10, 10, pace, signals, inHand);
        DestinationLimits.Slot a = limits.slot("far.a").orElseThrow();
        DestinationLimits.Slot x = limits.slot("x").orElseThrow();
        limits.enqueue("far.a", () -> made.add("a1"));
        limits.enqueue("x", () -> made.add("x1"));
        pace.prefix = "far";
        DestinationLimits.Slot b = limits.slot("far.b").orElseThrow();
        x.release();
        assertEquals(List.of("x1"), takeMade(1));
        a.release();
        assertTrue(made.isEmpty(), "far has one attempt in hand, that at far.b");
        b.release();
        assertEquals(List.of("a1"), takeMade(1));
    }

    /** All destinations that begin so are one site with so many connections. */
    private static final class OneSite implements Pace {
        private volatile String prefix;
        private final int most;

        OneSite(String prefix, int most) {
            this.prefix = prefix;
            this.most = most;
        }

        @Override
        public String site(String destination) {
            return destination.startsWith(prefix) ? prefix : destination;
        }

        @Override
        public boolean full(String site, int taken) {
            return site.equals(prefix) && taken >= most;
        }

        @Override
        public Turn begin(String destination) {
            return Pace.NONE.begin(destination);
        }
    }

    private AttemptThreads limits(int most, int perDestination, int waiting) {
        return new AttemptThreads(
                most, perDestination, waiting, waiting, Pace.NONE, signals, inHand);
    }

    private List<String> takeMade(int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(String.valueOf(made.poll(1, TimeUnit.MINUTES)));
        }
        return taken;
    }
}
