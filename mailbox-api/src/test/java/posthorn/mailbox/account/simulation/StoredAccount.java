package posthorn.mailbox.account.simulation;

import java.util.HashMap;
import java.util.Map;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;

/** What the replica set holds of one account. */
final class StoredAccount {
    final Versions<Long, Entry> log = new Versions<>();
    final Versions<String, byte[]> bodies = new Versions<>();
    final Versions<String, byte[]> segments = new Versions<>();
    final Versions<String, Manifest> manifest = new Versions<>();

    /** The unique index over keys: number of the entry that holds one, as of the newest point. */
    final Map<String, Long> keys = new HashMap<>();

    void rollBack(long point) {
        log.rollBack(point);
        bodies.rollBack(point);
        segments.rollBack(point);
        manifest.rollBack(point);
        keys.clear();
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
