package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.FlagTable;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.Segment;

/**
 * Reads of segments that may have to be loaded first. Safe for all threads.
 *
 * <p>A segment that a state names may be gone: another pod wrote a newer checkpoint and swept what
 * it no longer names. Then the account is loaded anew, and the messages are read from where the
 * newest checkpoint has them.
 */
public final class SegmentReader {

    /** Checkpoints that may be written and swept while one segment is read. */
    private static final int RELOADS = 5;

    private final AccountCache accounts;

    /** Reads from the stores of these accounts. */
    public SegmentReader(AccountCache accounts) {
        this.accounts = accounts;
    }

    /**
     * What {@code read} makes of a segment of the state, its columns in memory.
     *
     * <p>When the segment was swept, {@code read} gets another one with the messages of the same
     * UIDs that are still there: it may have no rows, and flags may be newer than the state; a
     * keyword that the state does not know is left out.
     *
     * @param facts whether its facts have to be in memory, too
     * @return fails with {@link Unavailable} when checkpoints are swept faster than they are read
     */
    public <T> Uni<T> segment(
            AccountState state, Segment segment, boolean facts, Function<Segment, T> read) {
        Set<String> missing = missing(segment, facts);
        return missing.isEmpty()
                ? Uni.createFrom().item(() -> read.apply(segment))
                : load(state, missing)
                        .flatMap(contents -> {
                            Segment loaded = segment.load(contents);
                            return missing(loaded, facts).isEmpty()
                                    ? Uni.createFrom().item(loaded)
                                    : swept(state, segment, facts, missing(loaded, facts));
                        })
                        .map(read);
    }

    private static Set<String> missing(Segment segment, boolean facts) {
        Set<String> missing = new HashSet<>(segment.missing());
        if (facts) {
            missing.addAll(segment.missingFacts());
        }
        return missing;
    }

    private Uni<Map<String, byte[]>> load(AccountState state, Set<String> names) {
        return Uni.createFrom()
                .completionStage(() -> accounts.stores().segments().read(state.account(), names));
    }

    private Uni<Segment> swept(
            AccountState state, Segment segment, boolean facts, Set<String> missing) {
        Mailbox mailbox =
                state.mailboxes().stream()
                        .filter(each -> each.segments().contains(segment))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("not of this state"));
        return new Search(mailbox, segment, facts, RELOADS).in(state.account(), missing);
    }

    /** The search for the messages of a segment that was swept. */
    private final class Search {
        private final Mailbox mailbox;
        private final Segment segment;
        private final boolean facts;
        private final int reloads;

        Search(Mailbox mailbox, Segment segment, boolean facts, int reloads) {
            this.mailbox = mailbox;
            this.segment = segment;
            this.facts = facts;
            this.reloads = reloads;
        }

        Uni<Segment> in(String account, Set<String> missing) {
            if (reloads == 0) {
                return Uni.createFrom()
                        .failure(
                                new Unavailable("checkpoints are swept faster than they are read"));
            }
            return accounts.reload(account, missing).flatMap(this::in);
        }

        private Uni<Segment> in(AccountState now) {
            Mailbox same = now.mailbox(mailbox.head().number());
            List<Segment> touched = same == null ? List.of() : same.touched(uids());
            Set<String> wanted = new HashSet<>();
            touched.forEach(each -> wanted.addAll(missing(each, facts)));
            return wanted.isEmpty()
                    ? Uni.createFrom().item(found(touched))
                    : load(now, wanted)
                            .flatMap(contents -> {
                                List<Segment> loaded = new ArrayList<>();
                                Set<String> gone = new HashSet<>();
                                touched.forEach(each -> {
                                    loaded.add(each.load(contents));
                                    gone.addAll(missing(loaded.getLast(), facts));
                                });
                                return gone.isEmpty()
                                        ? Uni.createFrom().item(found(loaded))
                                        : new Search(mailbox, segment, facts, reloads - 1)
                                                .in(now.account(), gone);
                            });
        }

        private UidSet uids() {
            return UidSet.range(segment.head().firstUid(), segment.head().lastUid());
        }

        private Segment found(List<Segment> loaded) {
            return Segment.excerpt(
                    loaded,
                    segment.head().firstUid(),
                    segment.head().lastUid(),
                    known(mailbox.head().flags()),
                    facts);
        }
    }

    private static long known(FlagTable flags) {
        return (1L << flags.names().size()) - 1;
    }
}
