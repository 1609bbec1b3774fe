package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.queue.BrokenDocument;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.QueueStoreContract;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.RecipientState;
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
    void documentThatCannotBeReadIsPutAsideAndShown() {
        MongoQueue queue = database.queue();
        queue.insert(message("m", 3000));
        queue.insert(message("other", 3000));
        breaks("m", "mail", new Binary(new byte[] {-1, -1, -1}));
        List<DestinationRef> due = queue.due(4000, List.of(), 10);
        assertEquals(4, due.size());
        for (DestinationRef ref : due) {
            if (ref.id().equals("m")) {
                Claim claim = new Claim("token-" + ref.destination(), "w/1");
                assertThrows(BrokenDocument.class, () -> queue.claim(ref, claim));
            }
        }
        assertTrue(queue.claimedBy("w/1", 10).isEmpty(), "nobody has a claim on it");
        assertEquals(
                Set.of("other"),
                queue.due(4000, List.of(), 10).stream()
                        .map(DestinationRef::id)
                        .collect(Collectors.toSet()));
        QueuedMessage shown = database.lookup().open("", 10).getFirst();
        assertEquals("m", shown.id());
        assertEquals(RecipientState.HELD, shown.recipients().getFirst().state());
        assertEquals(1, database.lookup().broken());
        assertFalse(queue.insert(message("m", 3000)), "it stands");
    }

    @Test
    void documentThatCanBeReadAgainGoesOn() {
        MongoQueue queue = database.queue();
        queue.insert(message("m", 3000));
        Object mail = breaks("m", "mail", new Binary(new byte[] {-1, -1, -1}));
        assertThrows(BrokenDocument.class, () -> queue.find("m"));
        assertEquals(1, database.lookup().broken());
        breaks("m", "mail", mail);
        assertTrue(queue.find("m").isPresent());
        assertEquals(0, database.lookup().broken());
    }

    @Test
    void documentWhoseDestinationsCannotBeReadHidesNoOther() {
        MongoQueue queue = database.queue();
        queue.insert(message("m", 3000));
        queue.insert(message("other", 3000));
        breaks("m", "destinations", List.of(new Document("next", 1L)));
        assertEquals(2, queue.due(4000, List.of(), 10).size());
        assertEquals(1, database.lookup().broken());
    }

    /** Puts another value into a document; returns what stood there. */
    private Object breaks(String id, String field, Object value) {
        Document filter = new Document("_id", id);
        Document before =
                database.messages()
                        .findOneAndUpdate(filter, new Document("$set", new Document(field, value)));
        return Objects.requireNonNull(Objects.requireNonNull(before).get(field));
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
