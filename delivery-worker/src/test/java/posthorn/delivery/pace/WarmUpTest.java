package posthorn.delivery.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The messages of a day to a large provider. */
class WarmUpTest {

    private static final long DAY = Duration.ofDays(1).toMillis();

    private final MemoryPace store = new MemoryPace();
    private final AtomicLong nanos = new AtomicLong();
    private final WarmUp one = warmUp("w/1", "192.0.2.1");
    private final WarmUp two = warmUp("w/2", "192.0.2.1");

    @Test
    void providersAreKnownByTheirHosts() {
        assertEquals(Optional.of("google.com"), one.provider("google.com"));
        assertEquals(Optional.of("google.com"), one.provider("backup.test,mx.google.com"));
        assertEquals(Optional.empty(), one.provider("notgoogle.com"));
        assertEquals(Optional.empty(), one.provider("a.test"));
    }

    @Test
    void workersShareTheDay() {
        int sent = 0;
        boolean more = true;
        while (more) {
            boolean first = one.take("google.com").isEmpty();
            boolean second = two.take("google.com").isEmpty();
            sent += (first ? 1 : 0) + (second ? 1 : 0);
            more = first || second;
        }
        assertEquals(100, sent);
        assertTrue(one.take("google.com").orElseThrow().contains("100 messages today"));
        assertEquals(Optional.empty(), one.take("outlook.com"), "that is another provider");
        assertEquals(
                Optional.empty(),
                warmUp("w/3", "192.0.2.9").take("google.com"),
                "from another address it begins anew");
    }

    @Test
    void boundDoublesWhileDaysGoWellUntilThereIsNone() {
        List<Integer> sent = new ArrayList<>();
        for (int day = 0; day < 5; day++) {
            sent.add(aDay(5000, 0));
        }
        assertEquals(List.of(100, 200, 400, 800, 5000), sent);
    }

    @Test
    void badDayHalvesItAndAQuietOneLeavesIt() {
        assertEquals(100, aDay(500, 0));
        assertEquals(200, aDay(500, 0));
        assertEquals(20, aDay(20, 0), "too few to say that the day went well");
        assertEquals(400, aDay(500, 2), "half of these replies are bad");
        assertEquals(200, aDay(500, 10), "one in ten is bad");
        assertEquals(200, aDay(500, 0));
        assertEquals(400, aDay(500, 0));
    }

    @Test
    void batchesAskTheStoreNowAndThenOnly() {
        store.calls = 0;
        assertEquals(100, aDay(100, 0));
        assertTrue(store.calls <= 3 * 20, () -> store.calls + " calls for 100 messages");
    }

    @Test
    void storeThatIsAwayLeavesWhatWasTaken() {
        assertEquals(Optional.empty(), one.take("google.com"));
        store.away = true;
        for (int left = 4; left > 0; left--) {
            assertEquals(Optional.empty(), one.take("google.com"), "a batch of 5 was taken");
        }
        assertTrue(one.take("google.com").orElseThrow().contains("cannot be asked"));
        store.away = false;
        assertEquals(Optional.empty(), one.take("google.com"));
    }

    /** Sends so many, one in {@code bad} of which is refused (0: none), and goes to bed. */
    private int aDay(int wanted, int bad) {
        int sent = 0;
        for (int i = 0; i < wanted; i++) {
            if (one.take("google.com").isEmpty()) {
                sent++;
                one.heard("google.com", bad == 0 || sent % bad != 0);
            }
        }
        store.millis += DAY;
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        return sent;
    }

    private WarmUp warmUp(String worker, String address) {
        return new WarmUp(
                new WarmUp.Limits(address, List.of("google.com", "Outlook.com"), 100, 1600),
                store,
                worker,
                nanos::get);
    }
}
