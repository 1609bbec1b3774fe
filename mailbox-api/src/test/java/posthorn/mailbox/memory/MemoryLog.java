package posthorn.mailbox.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.account.log.Floor;
import posthorn.mailbox.account.log.InsertAnswer;

/** Account logs in memory. */
public final class MemoryLog implements AccountLog {

    private final Map<String, NavigableMap<Long, Entry>> logs = new HashMap<>();
    private final Manifests manifests;

    public MemoryLog(Manifests manifests) {
        this.manifests = manifests;
    }

    @Override
    public synchronized CompletionStage<List<InsertAnswer>> insert(List<Entry> entries) {
        return CompletableFuture.completedStage(entries.stream().map(this::insert).toList());
    }

    private InsertAnswer insert(Entry entry) {
        NavigableMap<Long, Entry> log = log(entry.account());
        if (log.containsKey(entry.n())) {
            return InsertAnswer.NUMBER_TAKEN;
        }
        if (log.values().stream()
                .anyMatch(e -> e.keys().stream().anyMatch(entry.keys()::contains))) {
            return InsertAnswer.KEY_TAKEN;
        }
        log.put(entry.n(), entry);
        return InsertAnswer.OK;
    }

    private NavigableMap<Long, Entry> log(String account) {
        return logs.computeIfAbsent(account, id -> new TreeMap<>());
    }

    @Override
    public synchronized CompletionStage<List<Entry>> read(String account, long from, int limit) {
        return CompletableFuture.completedStage(
                log(account).tailMap(from, true).values().stream().limit(limit).toList());
    }

    @Override
    public synchronized CompletionStage<List<Entry>> find(String account, List<String> keys) {
        return CompletableFuture.completedStage(
                log(account).values().stream()
                        .filter(entry -> entry.keys().stream().anyMatch(keys::contains))
                        .toList());
    }

    @Override
    public synchronized CompletionStage<Long> head(String account) {
        return CompletableFuture.completedStage(
                log(account).isEmpty() ? 0L : log(account).lastKey());
    }

    @Override
    public synchronized CompletionStage<Void> remove(String account, long n, String proposal) {
        log(account).values().removeIf(e -> e.n() == n && e.proposal().equals(proposal));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> deleteThrough(String account, long through) {
        new ArrayList<>(log(account).headMap(through, true).keySet()).forEach(log(account)::remove);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Floor> floor(String account) {
        return manifests
                .read(account)
                .thenApply(found -> found.map(Manifest::floor).orElse(Floor.NONE));
    }
}
