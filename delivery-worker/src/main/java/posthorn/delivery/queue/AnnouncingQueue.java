package posthorn.delivery.queue;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A queue that announces when what was written to it becomes due, so that whoever looks through it
 * need not look often. A message that was not tried yet is not announced: it is due at once, and
 * its attempts begin with it. Otherwise it is the queue that it stands before.
 */
public final class AnnouncingQueue implements QueueStore {

    private final QueueStore queue;
    private final LongConsumer due;

    /**
     * @param queue keeps the documents
     * @param due is told the time of a next attempt, in milliseconds since 1970, after it was
     *     written; must not block
     */
    public AnnouncingQueue(QueueStore queue, LongConsumer due) {
        this.queue = queue;
        this.due = due;
    }

    private void announce(Destination destination) {
        if (destination.attempts() > 0 && destination.next() != Destination.NEVER) {
            due.accept(destination.next());
        }
    }

    @Override
    public boolean insert(QueuedMessage message) {
        boolean inserted = queue.insert(message);
        if (inserted) {
            message.destinations().forEach(this::announce);
        }
        return inserted;
    }

    @Override
    public boolean settle(String id, int destination, String token, Settlement settlement) {
        boolean settled = queue.settle(id, destination, token, settlement);
        if (settled) {
            announce(settlement.destination());
        }
        return settled;
    }

    @Override
    public boolean reschedule(DestinationRef ref, long when) {
        boolean planned = queue.reschedule(ref, when);
        if (planned) {
            due.accept(when);
        }
        return planned;
    }

    @Override
    public Optional<QueuedMessage> find(String id) {
        return queue.find(id);
    }

    @Override
    public Optional<QueuedMessage> claim(DestinationRef ref, Claim claim) {
        return queue.claim(ref, claim);
    }

    @Override
    public boolean markEndingData(String id, int destination, String token) {
        return queue.markEndingData(id, destination, token);
    }

    @Override
    public boolean settleLast(
            String id, int destination, String token, Settlement settlement, long now) {
        return queue.settleLast(id, destination, token, settlement, now);
    }

    @Override
    public boolean seal(
            String id, List<PendingNotification> seen, List<PendingNotification> merged) {
        return queue.seal(id, seen, merged);
    }

    @Override
    public boolean markProduced(String id, String pending) {
        return queue.markProduced(id, pending);
    }

    @Override
    public boolean close(String id, long now) {
        return queue.close(id, now);
    }

    @Override
    public List<DestinationRef> due(long now, Collection<String> exceptKeys, int limit) {
        return queue.due(now, exceptKeys, limit);
    }

    @Override
    public List<DestinationRef> claimedBy(String worker, int limit) {
        return queue.claimedBy(worker, limit);
    }

    @Override
    public List<String> pendingBefore(long before, int limit) {
        return queue.pendingBefore(before, limit);
    }

    @Override
    public List<String> closable(int limit) {
        return queue.closable(limit);
    }
}
