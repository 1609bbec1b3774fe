package posthorn.delivery.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** It is the queue that it stands before, and tells what becomes due. */
class AnnouncingQueueTest extends QueueStoreContract {

    private static final Claim CLAIM = new Claim("token", "worker");

    private final MemoryQueue memory = new MemoryQueue();
    private final List<Long> announced = new ArrayList<>();
    private final AnnouncingQueue announcing = new AnnouncingQueue(memory, announced::add);

    @Override
    protected QueueStore queue() {
        return announcing;
    }

    @Override
    protected WorkerHeartbeats heartbeats() {
        return memory;
    }

    @Override
    protected QueueLookup lookup() {
        return memory;
    }

    @Test
    void nothingIsAnnouncedOfAMessageThatWasNotTried() {
        assertTrue(announcing.insert(message("m1", 1000)));
        assertEquals(List.of(), announced);
    }

    @Test
    void messageWhoseFirstAttemptWasDeferredIsAnnounced() {
        QueuedMessage untried = message("m1", 1000);
        QueuedMessage tried = untried.with(0, at(untried, 0, 6000));
        assertTrue(announcing.insert(tried));
        assertEquals(List.of(6000L), announced);
        assertFalse(announcing.insert(tried));
        assertEquals(List.of(6000L), announced, "it stood already");
    }

    @Test
    void nextAttemptIsAnnouncedOnceItStands() {
        announcing.insert(message("m1", 1000));
        announcing.claim(ref(), CLAIM);
        QueuedMessage claimed = announcing.find("m1").orElseThrow();
        Settlement deferred = new Settlement(at(claimed, 1, 61_000), List.of(), List.of(), 0);
        assertFalse(announcing.settle("m1", 1, "other", deferred));
        assertEquals(List.of(), announced);
        assertTrue(announcing.settle("m1", 1, CLAIM.token(), deferred));
        assertEquals(List.of(61_000L), announced);
        assertTrue(announcing.reschedule(ref(), 2000));
        assertEquals(List.of(61_000L, 2000L), announced);
    }

    @Test
    void whatIsDoneOrHeldIsNotAnnounced() {
        announcing.insert(message("m1", 1000));
        announcing.claim(ref(), CLAIM);
        QueuedMessage claimed = announcing.find("m1").orElseThrow();
        announcing.settle(
                "m1",
                1,
                CLAIM.token(),
                new Settlement(at(claimed, 1, Destination.NEVER), List.of(), List.of(), -1));
        assertEquals(List.of(), announced);
    }

    private QueueStore.DestinationRef ref() {
        return new QueueStore.DestinationRef(
                "m1", 1, announcing.find("m1").orElseThrow().destinations().get(1));
    }

    /** A destination after an attempt. */
    private static Destination at(QueuedMessage message, int destination, long next) {
        String key = message.destinations().get(destination).key();
        return new Destination(key, next, Optional.empty(), CLAIM.token(), 1, 0);
    }
}
