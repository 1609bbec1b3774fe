package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStoreContract;
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

    @Override
    protected QueueLookup lookup() {
        return database.lookup();
    }

    @Test
    void countsWhatIsOpenAndKnowsTheOldest() {
        MongoQueue queue = database.queue();
        MongoQueueLookup lookup = database.lookup();
        assertEquals(Optional.empty(), lookup.oldest());
        queue.insert(message("c", 3000));
        queue.insert(message("a", 5000));
        assertEquals(2, lookup.depth());
        assertEquals(Optional.of(3000L), lookup.oldest());
    }
}
