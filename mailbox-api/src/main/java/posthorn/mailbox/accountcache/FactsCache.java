package posthorn.mailbox.accountcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.columns.FactsBlock;
import posthorn.mailbox.account.columns.Segment;
import posthorn.runtime.metrics.CacheFigures;

/**
 * Facts of segments, the last ones that were unpacked kept: a client that asks for messages some at
 * a time goes over one block many times. What stands under a name never changes. Safe for all
 * threads.
 */
public final class FactsCache {

    private static final int ROW = 32;

    private record Key(String account, String name) {}

    private final SegmentReader reads;
    private final Executor threads;
    private final Cache<Key, FactsBlock> kept;

    /**
     * @param octets that are kept at most
     * @param threads where facts are unpacked and looked at
     */
    public FactsCache(SegmentReader reads, long octets, Executor threads) {
        this.reads = reads;
        this.threads = threads;
        this.kept =
                Caffeine.newBuilder()
                        .maximumWeight(octets)
                        .weigher((Key key, FactsBlock block) -> weight(block))
                        .recordStats()
                        .build();
    }

    /** How well it serves. */
    public CacheFigures figures() {
        return CacheFigures.of(kept);
    }

    private static int weight(FactsBlock block) {
        long octets = (long) ROW * block.count();
        for (int row = 0; row < block.count(); row++) {
            octets += block.get(row).bytes().length;
        }
        return (int) Math.min(octets, Integer.MAX_VALUE);
    }

    /** What {@code read} makes of a segment of the state, its columns in memory, and its facts. */
    public <T> Uni<T> read(
            AccountState state, Segment segment, BiFunction<Segment, FactsBlock, T> read) {
        Key key = new Key(state.account(), segment.head().names().facts());
        @Nullable FactsBlock known =
                key.name().isEmpty() || segment.hasFacts() ? null : kept.getIfPresent(key);
        if (known == null) {
            return unpacked(state, segment, read);
        }
        return reads.segment(state, segment, false, loaded -> loaded)
                .emitOn(threads)
                .flatMap(loaded ->
                        loaded.head().names().facts().equals(key.name())
                                ? Uni.createFrom().item(read.apply(loaded, known))
                                : unpacked(state, segment, read));
    }

    private <T> Uni<T> unpacked(
            AccountState state, Segment segment, BiFunction<Segment, FactsBlock, T> read) {
        return Uni.createFrom()
                .deferred(() -> reads.segment(state, segment, true, loaded -> loaded))
                .runSubscriptionOn(threads)
                .emitOn(threads)
                .map(loaded -> {
                    FactsBlock facts = loaded.facts();
                    String name = loaded.head().names().facts();
                    if (!name.isEmpty() && !segment.hasFacts()) {
                        kept.put(new Key(state.account(), name), facts);
                    }
                    return read.apply(loaded, facts);
                });
    }
}
