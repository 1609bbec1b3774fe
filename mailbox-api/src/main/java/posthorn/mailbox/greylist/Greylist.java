package posthorn.mailbox.greylist;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.greylist.GreylistEntries.Entry;

/** Who has to come again, and when. Safe for all threads. */
public final class Greylist {
    private static final long MILLIS = 1000;

    private final GreylistEntries entries;
    private final InstantSource clock;

    /**
     * How long things are waited for and kept.
     *
     * @param delay that what is new has to wait
     * @param retry within which it has to come again
     * @param keep for what is known, since it last came
     * @param knownAfter triplets of a network that have come again make all of it known
     */
    public record Times(Duration delay, Duration retry, Duration keep, int knownAfter) {}

    /** A greylist over this store. */
    public Greylist(GreylistEntries entries, InstantSource clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Somebody sends to somebody: seconds that it has to wait; 0: it may come in.
     *
     * @param senderDomain folded; empty: there is none
     */
    public Uni<Long> left(GreylistKey.Triplet triplet, String senderDomain, Times times) {
        long now = clock.millis();
        GreylistKey network = new GreylistKey.Network(triplet.network());
        GreylistKey proven = new GreylistKey.Proven(triplet.network(), senderDomain);
        return Uni.createFrom()
                .completionStage(() -> entries.find(List.of(triplet, network, proven)))
                .flatMap(found -> {
                    if (visits(found, network, now) >= times.knownAfter()) {
                        return known(network, live(found, network, now), now, times);
                    } else if (!senderDomain.isEmpty() && live(found, proven, now) != null) {
                        return known(proven, live(found, proven, now), now, times);
                    }
                    return left(triplet, network, live(found, triplet, now), now, times);
                });
    }

    /** What is known stays known while it comes; it is written down now and then. */
    private Uni<Long> known(GreylistKey key, @Nullable Entry entry, long now, Times times) {
        long keep = times.keep().toMillis();
        return entry != null && entry.until() - now > keep / 2
                ? Uni.createFrom().item(0L)
                : done(entries.renew(key, 0, now, now + keep)).replaceWith(0L);
    }

    private Uni<Long> left(
            GreylistKey.Triplet triplet,
            GreylistKey network,
            @Nullable Entry entry,
            long now,
            Times times) {
        if (entry == null) {
            return done(entries.begin(triplet, now, now + times.retry().toMillis()))
                    .replaceWith(times.delay().toSeconds());
        }
        long left = entry.first() + times.delay().toMillis() - now;
        if (entry.visits() == 0 && left > 0) {
            return Uni.createFrom().item((left + MILLIS - 1) / MILLIS);
        }
        long until = now + times.keep().toMillis();
        long more = entry.visits() == 0 ? 1 : 0;
        return Uni.join()
                .all(
                        done(entries.renew(triplet, 1, now, until)),
                        done(entries.renew(network, more, now, until)))
                .andFailFast()
                .replaceWith(0L);
    }

    /** It was shown that mail of a domain comes from a network. */
    public Uni<Void> proven(GreylistKey.Proven key, Duration keep) {
        return Uni.createFrom()
                .deferred(() -> {
                    long now = clock.millis();
                    return done(entries.renew(key, 1, now, now + keep.toMillis()));
                });
    }

    /** Forgets what counts for nothing any more. */
    public CompletionStage<Void> forget() {
        return entries.forget(clock.millis());
    }

    private static Uni<Void> done(CompletionStage<Void> stage) {
        return Uni.createFrom().completionStage(stage);
    }

    private static long visits(Map<GreylistKey, Entry> found, GreylistKey key, long now) {
        Entry entry = live(found, key, now);
        return entry == null ? 0 : entry.visits();
    }

    private static @Nullable Entry live(Map<GreylistKey, Entry> found, GreylistKey key, long now) {
        Entry entry = found.get(key);
        return entry == null || entry.until() < now ? null : entry;
    }
}
