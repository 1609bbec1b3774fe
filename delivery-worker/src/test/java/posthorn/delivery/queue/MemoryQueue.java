package posthorn.delivery.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The queue in memory. Each call is atomic. */
public class MemoryQueue implements QueueStore, QueueLookup, WorkerHeartbeats {

    private record Row(QueuedMessage message, boolean open, long ended) {
        Row(QueuedMessage message, boolean open) {
            this(message, open, Long.MAX_VALUE);
        }
    }

    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, Long> heartbeats = new TreeMap<>();

    @Override
    public synchronized boolean insert(QueuedMessage message) {
        return rows.putIfAbsent(message.id(), new Row(message, true)) == null;
    }

    @Override
    public synchronized Optional<QueuedMessage> find(String id) {
        return Optional.ofNullable(rows.get(id)).map(Row::message);
    }

    @Override
    public synchronized Optional<QueuedMessage> claim(DestinationRef ref, Claim claim) {
        return change(ref, destination -> destination.claimed(claim))
                ? find(ref.id())
                : Optional.empty();
    }

    @Override
    public synchronized boolean markEndingData(String id, int destination, String token) {
        return claimed(id, destination, token)
                && replace(
                        id,
                        destination,
                        d ->
                                new Destination(
                                        d.key(),
                                        d.next(),
                                        d.claim().map(c -> new Claim(c.token(), c.worker(), true)),
                                        d.recorded(),
                                        d.attempts(),
                                        d.maybeTwice()));
    }

    @Override
    public synchronized boolean settle(
            String id, int destination, String token, Settlement settlement) {
        return claimed(id, destination, token) && overwrite(id, destination, settlement);
    }

    @Override
    public synchronized boolean settleLast(
            String id, int destination, String token, Settlement settlement, long now) {
        return find(id).filter(m -> m.left() + settlement.leftChange() == 1).isPresent()
                && settle(id, destination, token, settlement)
                && close(id, now);
    }

    /** Writes a settlement without a look at the claim: what the real one must not do. */
    public synchronized boolean overwrite(String id, int destination, Settlement settlement) {
        Row row = rows.get(id);
        if (row == null) {
            return false;
        }
        rows.put(id, new Row(row.message().after(destination, settlement), row.open()));
        return true;
    }

    /** Writes a document over the one that stands: what the real one must not do. */
    public synchronized void replace(QueuedMessage message) {
        rows.put(message.id(), new Row(message, true));
    }

    @Override
    public synchronized boolean seal(
            String id, List<PendingNotification> seen, List<PendingNotification> merged) {
        Row row = rows.get(id);
        if (row == null || !ids(row.message().pending()).equals(ids(seen))) {
            return false;
        }
        QueuedMessage m = row.message();
        QueuedMessage sealed =
                new QueuedMessage(
                        m.mail(),
                        m.body(),
                        m.recipients(),
                        m.destinations(),
                        merged,
                        m.produced(),
                        m.left() + merged.size() - seen.size());
        rows.put(id, new Row(sealed, row.open()));
        return true;
    }

    private static Set<String> ids(List<PendingNotification> pending) {
        Set<String> ids = new HashSet<>();
        pending.forEach(each -> ids.add(each.id()));
        return ids;
    }

    @Override
    public synchronized boolean markProduced(String id, String pending) {
        Row row = rows.get(id);
        if (row == null
                || row.message().pending().stream().noneMatch(p -> p.id().equals(pending))) {
            return false;
        }
        QueuedMessage m = row.message();
        List<String> produced = new ArrayList<>(m.produced());
        produced.add(pending);
        QueuedMessage marked =
                new QueuedMessage(
                        m.mail(),
                        m.body(),
                        m.recipients(),
                        m.destinations(),
                        m.pending().stream().filter(p -> !p.id().equals(pending)).toList(),
                        produced,
                        m.left() - 1);
        rows.put(id, new Row(marked, row.open()));
        return true;
    }

    @Override
    public synchronized boolean close(String id, long now) {
        Row row = rows.get(id);
        if (row == null || row.message().left() != 1) {
            return false;
        }
        QueuedMessage m = row.message();
        QueuedMessage closed =
                new QueuedMessage(
                        m.mail(),
                        new QueuedBody.Gone(),
                        m.recipients(),
                        m.destinations(),
                        m.pending(),
                        m.produced(),
                        0);
        rows.put(id, new Row(closed, false, now));
        return true;
    }

    @Override
    public synchronized boolean reschedule(DestinationRef ref, long when) {
        return change(
                ref,
                d ->
                        new Destination(
                                d.key(),
                                when,
                                d.claim(),
                                d.recorded(),
                                d.attempts(),
                                d.maybeTwice()));
    }

    @Override
    public synchronized List<DestinationRef> due(
            long now, Collection<String> exceptKeys, int limit) {
        return refs(d -> d.next() <= now && !exceptKeys.contains(d.key()), limit);
    }

    @Override
    public synchronized List<DestinationRef> claimedBy(String worker, int limit) {
        return refs(d -> d.claim().map(c -> c.worker().equals(worker)).orElse(false), limit);
    }

    @Override
    public synchronized List<String> pendingBefore(long before, int limit) {
        return ids(m -> m.pending().stream().anyMatch(p -> p.at() < before), limit);
    }

    @Override
    public synchronized List<String> closable(int limit) {
        return ids(m -> m.left() == 1, limit);
    }

    @Override
    public synchronized void beat(String worker, long count) {
        heartbeats.put(worker, count);
    }

    @Override
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(heartbeats);
    }

    @Override
    public synchronized Map<String, QueuedMessage> documents(Collection<String> ids) {
        Map<String, QueuedMessage> found = new TreeMap<>();
        ids.forEach(id -> find(id).ifPresent(message -> found.put(id, withoutOctets(message))));
        return found;
    }

    @Override
    public synchronized List<QueuedMessage> open(String after, int limit) {
        Comparator<QueuedMessage> order =
                Comparator.comparingLong(QueuedMessage::created).thenComparing(QueuedMessage::id);
        Optional<QueuedMessage> last = find(after);
        return rows.values().stream()
                .filter(Row::open)
                .map(Row::message)
                .filter(m -> last.isEmpty() || order.compare(m, last.get()) > 0)
                .sorted(order)
                .limit(limit)
                .map(MemoryQueue::withoutOctets)
                .toList();
    }

    @Override
    public synchronized List<Closed> closedBetween(long from, long to, int limit) {
        return rows.values().stream()
                .filter(row -> !row.open() && row.ended() >= from && row.ended() < to)
                .sorted(Comparator.comparingLong(Row::ended))
                .limit(limit)
                .map(row -> new Closed(row.message(), row.ended()))
                .toList();
    }

    private static QueuedMessage withoutOctets(QueuedMessage m) {
        QueuedBody body = m.body() instanceof QueuedBody.Inline ? new QueuedBody.Gone() : m.body();
        return new QueuedMessage(
                m.mail(),
                body,
                m.recipients(),
                m.destinations(),
                m.pending(),
                m.produced(),
                m.left());
    }

    /** Every document, by id. */
    public synchronized List<QueuedMessage> all() {
        return rows.values().stream().map(Row::message).toList();
    }

    private List<String> ids(Predicate<QueuedMessage> wanted, int limit) {
        return rows.values().stream()
                .filter(row -> row.open() && wanted.test(row.message()))
                .map(row -> row.message().id())
                .limit(limit)
                .toList();
    }

    private List<DestinationRef> refs(Predicate<Destination> wanted, int limit) {
        List<DestinationRef> refs = new ArrayList<>();
        for (Row row : rows.values()) {
            List<Destination> destinations = row.message().destinations();
            for (int at = 0; at < destinations.size() && refs.size() < limit; at++) {
                if (wanted.test(destinations.get(at))) {
                    refs.add(new DestinationRef(row.message().id(), at, destinations.get(at)));
                }
            }
        }
        return refs;
    }

    private boolean change(DestinationRef ref, UnaryOperator<Destination> change) {
        Row row = rows.get(ref.id());
        if (row == null) {
            return false;
        }
        Destination stands = row.message().destinations().get(ref.destination());
        boolean asSeen =
                stands.claim().equals(ref.seen().claim())
                        && stands.recorded().equals(ref.seen().recorded());
        return asSeen && replace(ref.id(), ref.destination(), change);
    }

    private boolean claimed(String id, int destination, String token) {
        Row row = rows.get(id);
        return row != null
                && row.message().destinations().get(destination).claim().stream()
                        .anyMatch(c -> c.token().equals(token));
    }

    private boolean replace(String id, int destination, UnaryOperator<Destination> change) {
        Row row = java.util.Objects.requireNonNull(rows.get(id));
        Destination changed = change.apply(row.message().destinations().get(destination));
        rows.put(id, new Row(row.message().with(destination, changed), row.open()));
        return true;
    }
}
