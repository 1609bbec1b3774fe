package posthorn.mailbox.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.greylist.GreylistEntries;
import posthorn.mailbox.greylist.GreylistKey;

/** What is remembered of hosts, in memory. */
public final class MemoryGreylistEntries implements GreylistEntries {

    private final Map<GreylistKey, Entry> entries = new HashMap<>();

    @Override
    public synchronized CompletionStage<Map<GreylistKey, Entry>> find(
            Collection<GreylistKey> keys) {
        Map<GreylistKey, Entry> found = new HashMap<>(entries);
        found.keySet().retainAll(keys);
        return CompletableFuture.completedStage(found);
    }

    @Override
    public synchronized CompletionStage<Void> begin(GreylistKey key, long now, long until) {
        entries.put(key, new Entry(now, 0, until));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> renew(
            GreylistKey key, long visits, long now, long until) {
        entries.merge(
                key,
                new Entry(now, visits, until),
                (old, more) ->
                        new Entry(
                                old.first(), old.visits() + visits, Math.max(old.until(), until)));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> forget(long now) {
        entries.values().removeIf(entry -> entry.until() < now);
        return CompletableFuture.completedStage(null);
    }
}
