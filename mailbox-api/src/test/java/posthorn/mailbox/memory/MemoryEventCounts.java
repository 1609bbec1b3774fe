package posthorn.mailbox.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.clients.EventCounts;
import posthorn.mailbox.clients.EventKey;

/** Counts of events, in memory. */
public final class MemoryEventCounts implements EventCounts {

    private record Windowed(EventKey key, long end) {}

    private final Map<Windowed, Long> counts = new HashMap<>();

    @Override
    public synchronized CompletionStage<Long> add(EventKey key, long more, long now) {
        Windowed window = new Windowed(key, key.endOfWindow(now));
        if (more > 0) {
            counts.merge(window, more, Long::sum);
        }
        return CompletableFuture.completedStage(counts.getOrDefault(window, 0L));
    }

    @Override
    public synchronized CompletionStage<Void> forget(long now) {
        counts.keySet().removeIf(window -> window.end() < now);
        return CompletableFuture.completedStage(null);
    }
}
