package posthorn.mailbox.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.clients.ClientEvents.Counted;
import posthorn.mailbox.clients.ClientEvents.Total;
import posthorn.mailbox.memory.MemoryEventCounts;

class ClientEventsTest {

    private long now = 1_000_000_000_000L;
    private final ClientEvents events =
            new ClientEvents(new MemoryEventCounts(), () -> Instant.ofEpochMilli(now));

    private static EventKey key(String network, int seconds) {
        return new EventKey(
                EventKey.Event.RECIPIENT_REFUSED,
                new EventKey.Subject.Network(network),
                Duration.ofSeconds(seconds));
    }

    private List<Total> count(Counted... counted) {
        return events.count(List.of(counted)).await().indefinitely();
    }

    @Test
    void totalsComeInTheOrderOfTheCountsWithTheTimeThatIsLeft() {
        now += 1;
        assertEquals(
                List.of(new Total(2, 10), new Total(1, 100)),
                count(new Counted(key("a", 10), 2), new Counted(key("b", 100), 1)));
        now += 9_998;
        assertEquals(List.of(new Total(3, 1)), count(new Counted(key("a", 10), 1)));
        now += 1;
        assertEquals(List.of(new Total(1, 10)), count(new Counted(key("a", 10), 1)));
        assertEquals(List.of(), count());
    }
}
