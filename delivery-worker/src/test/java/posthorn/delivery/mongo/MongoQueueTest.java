package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStoreContract;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.WorkerHeartbeats;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;

/** The queue and the trace in MongoDB, over the real driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoQueueTest extends QueueStoreContract {

    private final TestStore store = TestStore.start();
    private QueueDatabase database = store.fresh();

    @BeforeAll
    void begin() {
        database.close();
    }

    @Override
    protected QueueStore queue() {
        database = store.fresh();
        return database.queue();
    }

    @Override
    protected WorkerHeartbeats heartbeats() {
        return database.queue();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    @AfterAll
    void end() {
        store.close();
    }

    @Test
    void listsWhatIsOpenTheOldestFirst() {
        MongoQueue queue = database.queue();
        queue.insert(message("c", 3000));
        queue.insert(message("a", 5000));
        queue.insert(message("b", 3000));
        assertEquals(List.of("b", "c"), ids(queue.open("", 2)));
        assertEquals(List.of("c", "a"), ids(queue.open("b", 5)));
        assertEquals(List.of(), ids(queue.open("a", 5)));
        assertEquals(3, queue.depth());
        assertEquals(3000, queue.oldest().orElseThrow());
        assertEquals(Set.of("a", "c"), Set.copyOf(queue.standing(List.of("a", "c", "x"))));
    }

    @Test
    void traceKnowsAnEventOnceAndFindsItByMessageAndHeader() {
        MongoTrace trace = database.trace();
        DeliveryEvent accepted =
                DeliveryEvent.newBuilder()
                        .setMessageId("m1")
                        .setKind(EventKind.ACCEPTED)
                        .setAt(1000)
                        .setHeaderMessageId("<x@y>")
                        .build();
        DeliveryEvent delivered =
                DeliveryEvent.newBuilder()
                        .setMessageId("m1")
                        .setKind(EventKind.DELIVERED)
                        .setAt(2000)
                        .build();
        trace.add(new TreeMap<>(Map.of("0/1", accepted)));
        trace.add(new TreeMap<>(Map.of("0/1", accepted, "0/2", delivered)));
        trace.add(new TreeMap<>(Map.of("0/2", delivered)));
        assertEquals(List.of(accepted, delivered), trace.of("m1"));
        assertEquals(List.of("m1"), trace.withHeader("<x@y>"));
        assertEquals(Set.of("m1"), trace.of(List.of("m1", "m2")).keySet());
        trace.expire(1500);
        assertEquals(List.of(accepted, delivered), trace.of("m1"));
        trace.expire(2500);
        assertEquals(List.of(), trace.of("m1"));
    }

    private static List<String> ids(List<QueuedMessage> messages) {
        return messages.stream().map(QueuedMessage::id).toList();
    }
}
