package posthorn.mailbox.memory;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.session.Session;
import posthorn.mailbox.session.SessionStore;

/** Sessions in memory. */
public final class MemorySessions implements SessionStore {

    private final Map<String, Session> sessions = new HashMap<>();

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> add(Session session) {
        sessions.put(session.id(), session);
        return done();
    }

    @Override
    public synchronized CompletionStage<Optional<Session>> find(String id) {
        return CompletableFuture.completedStage(Optional.ofNullable(sessions.get(id)));
    }

    @Override
    public synchronized CompletionStage<List<Session>> ofOwner(String key, int limit) {
        return CompletableFuture.completedStage(
                sessions.values().stream()
                        .filter(session -> session.owner().key().equals(key))
                        .sorted(Comparator.comparingLong(Session::created))
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<Boolean> remove(String id) {
        return CompletableFuture.completedStage(sessions.remove(id) != null);
    }

    @Override
    public synchronized CompletionStage<Void> removeAll(Collection<String> ids) {
        ids.forEach(sessions::remove);
        return done();
    }

    @Override
    public synchronized CompletionStage<Void> removeOf(String key) {
        sessions.values().removeIf(session -> session.owner().key().equals(key));
        return done();
    }

    @Override
    public synchronized CompletionStage<Void> renew(String id, long generation) {
        sessions.computeIfPresent(
                id,
                (same, old) ->
                        old.owner() instanceof Session.Owner.Account owner
                                ? new Session(
                                        id,
                                        new Session.Owner.Account(
                                                owner.account(),
                                                Math.max(owner.generation(), generation)),
                                        old.stage(),
                                        old.created(),
                                        old.until())
                                : old);
        return done();
    }

    @Override
    public synchronized CompletionStage<Void> forget(long before) {
        sessions.values().removeIf(session -> session.until() < before);
        return done();
    }
}
