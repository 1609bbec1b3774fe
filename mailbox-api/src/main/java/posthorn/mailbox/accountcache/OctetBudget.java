package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Memory for messages that are being stored or searched: whoever wants some waits until others have
 * given theirs back. Safe for all threads; no call waits.
 */
public final class OctetBudget {

    private record Waiting(long octets, CompletableFuture<Void> turn) {}

    private final long most;
    private final int mostWaiting;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long free;

    /**
     * @param most octets in all
     * @param mostWaiting further ones are turned away with {@link Overloaded}
     */
    public OctetBudget(long most, int mostWaiting) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.free = most;
    }

    /**
     * Room that somebody has; to be closed when they no longer need it, closing twice is closing
     * once.
     */
    public final class Lease implements AutoCloseable {
        private final long octets;
        private final AtomicBoolean given = new AtomicBoolean();

        private Lease(long octets) {
            this.octets = octets;
        }

        @Override
        public void close() {
            if (given.compareAndSet(false, true)) {
                give(octets);
            }
        }
    }

    /**
     * Completes when there is room for that many octets, or for all there can be when it is more.
     */
    public Uni<Lease> lease(long octets) {
        return Uni.createFrom()
                .deferred(() -> {
                    Lease lease = new Lease(Math.clamp(octets, 0, most));
                    CompletableFuture<Void> turn = take(lease.octets);
                    return Uni.createFrom()
                            .completionStage(turn.thenApply(now -> lease))
                            .onCancellation()
                            .invoke(() -> turn.thenRun(lease::close));
                });
    }

    /** Runs {@code work} when there is room, and gives it back when it ends, however it ends. */
    public <T> Uni<T> within(long octets, Supplier<Uni<T>> work) {
        return lease(octets)
                .flatMap(lease ->
                        Uni.createFrom().deferred(work::get).onTermination().invoke(lease::close));
    }

    private synchronized CompletableFuture<Void> take(long octets) {
        if (waiting.isEmpty() && octets <= free) {
            free -= octets;
            return CompletableFuture.completedFuture(null);
        }
        if (waiting.size() >= mostWaiting) {
            return CompletableFuture.failedFuture(
                    new Overloaded("too many messages are being stored at once: try later"));
        }
        Waiting later = new Waiting(octets, new CompletableFuture<>());
        waiting.add(later);
        return later.turn();
    }

    private void give(long octets) {
        List<CompletableFuture<Void>> turns = new ArrayList<>();
        synchronized (this) {
            free += octets;
            while (!waiting.isEmpty() && waiting.element().octets() <= free) {
                Waiting next = waiting.remove();
                free -= next.octets();
                turns.add(next.turn());
            }
        }
        turns.forEach(turn -> turn.complete(null));
    }
}
