package posthorn.mailbox.search;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.FlagTable;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.warm.BodyStore;
import posthorn.mailbox.warm.OctetBudget;
import posthorn.mailbox.warm.Reads;
import posthorn.mailbox.wire.Uids;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchKey;

/** Searches in mailboxes. Safe for all threads; no call waits. */
public final class Searches {

    /** Of a larger message the first octets are searched. */
    private static final long MOST_OCTETS = 16L * 1024 * 1024;

    private static final long HEADER_OCTETS = 256L * 1024;
    private static final int AT_ONCE = 4;

    private final Reads reads;
    private final BodyStore bodies;
    private final OctetBudget memory;
    private final Executor threads;

    /**
     * @param memory for the messages that are read
     * @param threads where they are taken apart
     */
    public Searches(Reads reads, BodyStore bodies, OctetBudget memory, Executor threads) {
        this.reads = reads;
        this.bodies = bodies;
        this.memory = memory;
        this.threads = threads;
    }

    /** A message that matches, or that has to be read to know. */
    private record Candidate(Segment segment, int row, FlagTable flags, Answer answer) {
        long uid() {
            return segment.uid(row);
        }

        long modSeq() {
            return segment.marks().modSeqs()[row];
        }

        Columns columns() {
            return new Columns(segment, row, flags);
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
                .transformToIterable(candidates -> candidates)
                .onItem()
                .transformToUni(candidate -> decide(state.account(), candidate, key))
                .merge(AT_ONCE)
                .filter(candidate -> candidate.answer() == Answer.YES)
                .collect()
                .asList()
                .map(found -> answer(state, found));
    }

    private static List<Candidate> candidates(Segment segment, FlagTable flags, SearchKey key) {
        List<Candidate> candidates = new ArrayList<>();
        for (int row = 0; row < segment.rows().count(); row++) {
            if (!segment.isGone(row)) {
                Answer answer = new Columns(segment, row, flags).matches(key);
                if (answer != Answer.NO) {
                    candidates.add(new Candidate(segment, row, flags, answer));
                }
            }
        }
        return candidates;
    }

    private Uni<Candidate> decide(String account, Candidate candidate, SearchKey key) {
        if (candidate.answer() != Answer.OPEN) {
            return Uni.createFrom().item(candidate);
        }
        long size = candidate.segment().rows().sizes()[candidate.row()];
        long octets = Math.min(size, wantsText(key) ? MOST_OCTETS : HEADER_OCTETS);
        String body = candidate.segment().rows().bodies().get(candidate.row());
        return memory.within(
                2 * octets,
                () ->
                        whole(bodies.read(account, body, 0, octets))
                                .emitOn(threads)
                                .map(message ->
                                        new Texts(candidate.columns(), message).matches(key))
                                .onFailure(NoSuchElementException.class)
                                .recoverWithItem(Answer.NO)
                                .map(answer ->
                                        new Candidate(
                                                candidate.segment(),
                                                candidate.row(),
                                                candidate.flags(),
                                                answer)));
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
                .in(
                        ByteArrayOutputStream::new,
                        (all, part) -> {
                            byte[] copy = new byte[part.remaining()];
                            part.duplicate().get(copy);
                            all.writeBytes(copy);
                        })
                .map(ByteArrayOutputStream::toByteArray);
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
