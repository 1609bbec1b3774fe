package posthorn.mailbox.account.simulation;

import java.util.HashMap;
import java.util.Map;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;

/** What the replica set holds of one account. */
final class StoredAccount {
    final Versions<Long, Entry> log;
    final Versions<String, byte[]> bodies;
    final Versions<String, byte[]> segments;
    final Versions<String, Manifest> manifest;

    /** The unique index over keys: number of the entry that holds one, as of the newest point. */
    final Map<String, Long> keys = new HashMap<>();

    /** An empty one. */
    StoredAccount() {
        log = new Versions<>();
        bodies = new Versions<>();
        segments = new Versions<>();
        manifest = new Versions<>();
    }

    private StoredAccount(StoredAccount from, long point) {
        log = from.log.copy(point);
        bodies = from.bodies.copy(point);
        segments = from.segments.copy(point);
        manifest = from.manifest.copy(point);
        indexAll();
    }

    /** What another replica set has of it after it was restored as of a point. */
    StoredAccount copy(long point) {
        return new StoredAccount(this, point);
    }

    void rollBack(long point) {
        log.rollBack(point);
        bodies.rollBack(point);
        segments.rollBack(point);
        manifest.rollBack(point);
        keys.clear();
        indexAll();
    }

    private void indexAll() {
        log.from(0L, Long.MAX_VALUE, (n, entry) -> index(entry), Integer.MAX_VALUE);
    }

    void prune(long point) {
        log.prune(point);
        bodies.prune(point);
        segments.prune(point);
        manifest.prune(point);
    }

    void index(Entry entry) {
        entry.keys().forEach(key -> keys.putIfAbsent(key, entry.n()));
    }

    void unindex(Entry entry) {
        entry.keys().forEach(key -> keys.remove(key, entry.n()));
    }
}
