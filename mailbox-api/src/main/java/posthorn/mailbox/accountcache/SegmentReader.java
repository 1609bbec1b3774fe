package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.mailbox.account.columns.Segment;

/** Reads of segments that may have to be loaded first. Safe for all threads. */
public final class SegmentReader {

    private final Segments segments;

    /** Loads from this store. */
    public SegmentReader(Segments segments) {
        this.segments = segments;
    }

    /**
     * What {@code read} makes of a segment of the state, its rows and marks in memory.
     *
     * @param facts whether its facts have to be in memory, too
     */
    public <T> Uni<T> segment(
            AccountState state, Segment segment, boolean facts, Function<Segment, T> read) {
        Set<String> missing = new HashSet<>(segment.missing());
        if (facts) {
            missing.addAll(segment.missingFacts());
        }
        return missing.isEmpty()
                ? Uni.createFrom().item(() -> read.apply(segment))
                : Uni.createFrom()
                        .completionStage(() -> segments.read(state.account(), missing))
                        .map(contents -> read.apply(segment.load(contents)));
    }
}
