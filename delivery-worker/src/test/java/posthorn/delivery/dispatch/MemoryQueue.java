package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The queue in memory. Each call is atomic. */
public class MemoryQueue implements QueueStore, Beats {

    private record Row(QueuedMessage message, boolean open) {}

    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, Long> beats = new TreeMap<>();

    @Override
    public synchronized boolean insert(QueuedMessage message) {
        return rows.putIfAbsent(message.id(), new Row(message, true)) == null;
    }

    @Override
    public synchronized Optional<QueuedMessage> find(String id) {
        return Optional.ofNullable(rows.get(id)).map(Row::message);
    }

    @Override
    public synchronized Optional<QueuedMessage> claim(Place place, Claim claim) {
        return change(place, destination -> destination.claimed(claim))
                ? find(place.id())
                : Optional.empty();
    }

    @Override
    public synchronized boolean dot(String id, int destination, String token) {
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
    synchronized boolean overwrite(String id, int destination, Settlement settlement) {
        Row row = rows.get(id);
        if (row == null) {
            return false;
        }
        rows.put(id, new Row(row.message().after(destination, settlement), row.open()));
        return true;
    }

    /** Writes a document over the one that stands: what the real one must not do. */
    synchronized void replace(QueuedMessage message) {
        rows.put(message.id(), new Row(message, true));
    }

    @Override
    public synchronized boolean mark(String id, String pending) {
        Row row = rows.get(id);
        if (row == null
                || row.message().pending().stream().noneMatch(p -> p.id().equals(pending))) {
            return false;
        }
        QueuedMessage m = row.message();
        List<String> followed = new ArrayList<>(m.followed());
        followed.add(pending);
        QueuedMessage marked =
                new QueuedMessage(
                        m.mail(),
                        m.body(),
                        m.recipients(),
                        m.destinations(),
                        m.pending().stream().filter(p -> !p.id().equals(pending)).toList(),
                        followed,
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
                        new Body.Gone(),
                        m.recipients(),
                        m.destinations(),
                        m.pending(),
                        m.followed(),
                        0);
        rows.put(id, new Row(closed, false));
        return true;
    }

    @Override
    public synchronized boolean reschedule(Place place, long when) {
        return change(
                place,
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
    public synchronized List<Place> due(long now, Collection<String> exceptKeys, int limit) {
        return places(d -> d.next() <= now && !exceptKeys.contains(d.key()), limit);
    }

    @Override
    public synchronized List<Place> claimedBy(String worker, int limit) {
        return places(d -> d.claim().map(c -> c.worker().equals(worker)).orElse(false), limit);
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
        beats.put(worker, count);
    }

    @Override
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(beats);
    }

    /** Every document, by id. */
    synchronized List<QueuedMessage> all() {
        return rows.values().stream().map(Row::message).toList();
    }

    private List<String> ids(Predicate<QueuedMessage> wanted, int limit) {
        return rows.values().stream()
                .filter(row -> row.open() && wanted.test(row.message()))
                .map(row -> row.message().id())
                .limit(limit)
                .toList();
    }

    private List<Place> places(Predicate<Destination> wanted, int limit) {
        List<Place> places = new ArrayList<>();
        for (Row row : rows.values()) {
            List<Destination> destinations = row.message().destinations();
            for (int at = 0; at < destinations.size() && places.size() < limit; at++) {
                if (wanted.test(destinations.get(at))) {
                    places.add(new Place(row.message().id(), at, destinations.get(at)));
                }
            }
        }
        return places;
    }

    private boolean change(Place place, UnaryOperator<Destination> change) {
        Row row = rows.get(place.id());
        if (row == null) {
            return false;
        }
        Destination stands = row.message().destinations().get(place.destination());
        boolean asSeen =
                stands.claim().equals(place.seen().claim())
                        && stands.recorded().equals(place.seen().recorded());
        return asSeen && replace(place.id(), place.destination(), change);
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
