package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posthorn.mailbox.contract.Waits.get;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.clients.EventCounts;
import posthorn.mailbox.clients.EventKey;
import posthorn.mailbox.clients.EventKey.Event;
import posthorn.mailbox.clients.EventKey.Subject;

/** What pods count of clients. */
public interface EventCountsContract {

    Duration WINDOW = Duration.ofMinutes(15);
    long BEGIN = 400_000 * 3_600_000L;

    EventCounts eventCounts();

    private static EventKey key(Subject subject) {
        return new EventKey(Event.RECIPIENT_REFUSED, subject, WINDOW);
    }

    @Test
    default void eventsAreCountedForEachSubjectInOneWindow() {
        EventCounts counts = eventCounts();
        String name = AccountLogContract.id();
        EventKey network = key(new Subject.Network(name));
        EventKey account = key(new Subject.Account(name));
        assertEquals(0, get(counts.add(network, 0, BEGIN)));
        assertEquals(2, get(counts.add(network, 2, BEGIN)));
        assertEquals(3, get(counts.add(network, 1, BEGIN + 899_999)));
        assertEquals(3, get(counts.add(network, 0, BEGIN + 899_999)));
        assertEquals(1, get(counts.add(account, 1, BEGIN)));
        assertEquals(1, get(counts.add(network, 1, BEGIN + 900_000)));
        EventKey other =
                new EventKey(Event.RECIPIENT_REFUSED, network.subject(), WINDOW.multipliedBy(2));
        assertEquals(1, get(counts.add(other, 1, BEGIN)));
    }

    @Test
    default void eventsAtOnceAreAllCounted() {
        EventCounts counts = eventCounts();
        EventKey key = key(new Subject.Network(AccountLogContract.id()));
        List<Long> totals =
                IntStream.range(0, 20).mapToObj(i -> counts.add(key, 1, BEGIN)).toList().stream()
                        .map(Waits::get)
                        .sorted()
                        .toList();
        assertEquals(IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toList(), totals);
    }

    @Test
    default void windowsThatAreOverAreForgotten() {
        EventCounts counts = eventCounts();
        EventKey key = key(new Subject.Network(AccountLogContract.id()));
        get(counts.add(key, 1, BEGIN));
        get(counts.forget(BEGIN + 900_000));
        assertEquals(1, get(counts.add(key, 0, BEGIN)));
        get(counts.forget(BEGIN + 900_001));
        assertEquals(0, get(counts.add(key, 0, BEGIN)));
    }
}
