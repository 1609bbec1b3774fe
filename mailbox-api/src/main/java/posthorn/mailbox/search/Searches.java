package posthorn.mailbox.search;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.FlagTable;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.mailbox.accountcache.OctetBudget;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.wire.Uids;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchKey;

/** Searches in mailboxes. Safe for all threads; no call waits. */
public final class Searches {

    /** Of a larger message the first octets are searched. */
    private static final long MOST_OCTETS = 16L * 1024 * 1024;

    private static final long HEADER_OCTETS = 256L * 1024;
    private static final int AT_ONCE = 4;
    private static final int TOGETHER = 64;
    private static final long TOGETHER_OCTETS = 256L * 1024;

    private final SegmentReader reads;
    private final BodyStore bodies;
    private final OctetBudget memory;
    private final Executor threads;

    /**
     * @param memory for the messages that are read
     * @param threads where they are taken apart
     */
    public Searches(SegmentReader reads, BodyStore bodies, OctetBudget memory, Executor threads) {
        this.reads = reads;
        this.bodies = bodies;
        this.memory = memory;
        this.threads = threads;
    }

    /** A message that matches, or that has to be read to know. */
    private record Candidate(Segment segment, int row, FlagTable flags, MatchResult answer) {
        long uid() {
            return segment.uid(row);
        }

        long modSeq() {
            return segment.flagColumns().modSeqs()[row];
        }

        long octets() {
            return segment.columns().sizes()[row];
        }

        String body() {
            return segment.columns().bodies().get(row);
        }

        Candidate with(MatchResult decided) {
            return new Candidate(segment, row, flags, decided);
        }

        ColumnMatcher columns() {
            return new ColumnMatcher(segment, row, flags);
        }
    }

    /** The messages that match, as the account is at this state. */
    public Uni<SearchAnswer> search(AccountState state, long number, SearchKey key) {
        Mailbox mailbox = state.mailbox(number);
        if (mailbox == null) {
            return Uni.createFrom()
                    .failure(new NoSuchElementException("there is no mailbox " + number));
        }
        FlagTable flags = mailbox.head().flags();
        return Multi.createFrom()
                .iterable(mailbox.segments())
                .onItem()
                .transformToUniAndConcatenate(segment ->
                        reads.segment(
                                state, segment, false, loaded -> candidates(loaded, flags, key)))
                .onItem()
                .transformToIterable(Searches::portions)
                .onItem()
                .transformToUni(portion -> decide(state.account(), portion, key))
                .merge(AT_ONCE)
                .onItem()
                .transformToIterable(decided -> decided)
                .filter(candidate -> candidate.answer() == MatchResult.YES)
                .collect()
                .asList()
                .map(found -> answer(state, found));
    }

    private static List<Candidate> candidates(Segment segment, FlagTable flags, SearchKey key) {
        List<Candidate> candidates = new ArrayList<>();
        for (int row = 0; row < segment.columns().count(); row++) {
            if (!segment.isGone(row)) {
                MatchResult answer = new ColumnMatcher(segment, row, flags).matches(key);
                if (answer != MatchResult.NO) {
                    candidates.add(new Candidate(segment, row, flags, answer));
                }
            }
        }
        return candidates;
    }

    /** Small messages that have to be read go together, large ones alone. */
    private static List<List<Candidate>> portions(List<Candidate> candidates) {
        List<List<Candidate>> portions = new ArrayList<>();
        List<Candidate> known = new ArrayList<>();
        List<Candidate> together = new ArrayList<>();
        long octets = 0;
        for (Candidate candidate : candidates) {
            if (candidate.answer() != MatchResult.OPEN) {
                known.add(candidate);
            } else if (candidate.octets() > BodyStore.SMALL) {
                portions.add(List.of(candidate));
            } else {
                together.add(candidate);
                octets += candidate.octets();
                if (together.size() == TOGETHER || octets > TOGETHER_OCTETS) {
                    portions.add(together);
                    together = new ArrayList<>();
                    octets = 0;
                }
            }
        }
        portions.add(together);
        portions.add(known);
        portions.removeIf(List::isEmpty);
        return portions;
    }

    private Uni<List<Candidate>> decide(String account, List<Candidate> portion, SearchKey key) {
        Candidate first = portion.getFirst();
        if (first.answer() != MatchResult.OPEN) {
            return Uni.createFrom().item(portion);
        }
        if (first.octets() > BodyStore.SMALL) {
            return large(account, first, key).map(List::of);
        }
        long octets = portion.stream().mapToLong(Candidate::octets).sum();
        List<String> names = portion.stream().map(Candidate::body).distinct().toList();
        return memory.within(
                2 * octets,
                () ->
                        Uni.createFrom()
                                .completionStage(() -> bodies.small(account, names))
                                .emitOn(threads)
                                .map(found ->
                                        portion.stream()
                                                .map(one ->
                                                        decided(one, found.get(one.body()), key))
                                                .toList()));
    }

    private static Candidate decided(
            Candidate candidate, @Nullable ByteBuffer message, SearchKey key) {
        return candidate.with(
                message == null
                        ? MatchResult.NO
                        : new TextMatcher(candidate.columns(), octets(message)).matches(key));
    }

    private Uni<Candidate> large(String account, Candidate candidate, SearchKey key) {
        long octets = Math.min(candidate.octets(), wantsText(key) ? MOST_OCTETS : HEADER_OCTETS);
        return memory.within(
                2 * octets,
                () ->
                        whole(bodies.read(account, candidate.body(), 0, octets))
                                .emitOn(threads)
                                .map(message ->
                                        new TextMatcher(candidate.columns(), message).matches(key))
                                .onFailure(NoSuchElementException.class)
                                .recoverWithItem(MatchResult.NO)
                                .map(candidate::with));
    }

    private static boolean wantsText(SearchKey key) {
        return switch (key.getKeyCase()) {
            case ALL_OF -> key.getAllOf().getKeysList().stream().anyMatch(Searches::wantsText);
            case ANY_OF -> key.getAnyOf().getKeysList().stream().anyMatch(Searches::wantsText);
            case NOT -> wantsText(key.getNot());
            case BODY, TEXT -> true;
            default -> false;
        };
    }

    private static Uni<byte[]> whole(Multi<ByteBuffer> octets) {
        return octets.collect()
                .in(ByteArrayOutputStream::new, (all, part) -> all.writeBytes(octets(part)))
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.duplicate().get(octets);
        return octets;
    }

    private static SearchAnswer answer(AccountState state, List<Candidate> found) {
        List<Candidate> sorted =
                found.stream().sorted((a, b) -> Long.compare(a.uid(), b.uid())).toList();
        UidSet.Builder uids = new UidSet.Builder();
        sorted.forEach(candidate -> uids.add(candidate.uid()));
        return SearchAnswer.newBuilder()
                .setN(state.n())
                .addAllUids(Uids.encode(uids.build()))
                .setHighestModSeq(sorted.stream().mapToLong(Candidate::modSeq).max().orElse(0))
                .build();
    }
}
