package posthorn.mailbox.clients;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Counts what clients did, in windows of this service's clock. Safe for all threads. */
public final class ClientEvents {

    private static final long MILLIS = 1000;

    /**
     * What is counted.
     *
     * @param more how many; 0: nothing, the total is only asked for
     */
    public record Counted(EventKey key, long more) {}

    /**
     * How many there were.
     *
     * @param count in this window so far
     * @param secondsLeft until the next window begins, at least 1
     */
    public record Total(long count, long secondsLeft) {}

    private final EventCounts counts;
    private final InstantSource clock;

    /** Counts in this store. */
    public ClientEvents(EventCounts counts, InstantSource clock) {
        this.counts = counts;
        this.clock = clock;
    }

    /** Counts all of them; totals in their order. */
    public Uni<List<Total>> count(List<Counted> events) {
        long now = clock.millis();
        return events.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(events.stream().map(counted -> count(counted, now)).toList())
                        .andFailFast();
    }

    private Uni<Total> count(Counted counted, long now) {
        long left = (counted.key().endOfWindow(now) - now + MILLIS - 1) / MILLIS;
        return Uni.createFrom()
                .completionStage(() -> counts.add(counted.key(), counted.more(), now))
                .map(count -> new Total(count, left));
    }

    /** Forgets what counts for nothing any more. */
    public CompletionStage<Void> forget() {
        return counts.forget(clock.millis());
    }
}
