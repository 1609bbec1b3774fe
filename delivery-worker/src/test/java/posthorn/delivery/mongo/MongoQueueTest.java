package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStoreContract;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.WorkerHeartbeats;

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
        assertEquals(Set.of("a", "c"), queue.documents(List.of("a", "c", "x")).keySet());
    }

    private static List<String> ids(List<QueuedMessage> messages) {
        return messages.stream().map(QueuedMessage::id).toList();
    }
}
