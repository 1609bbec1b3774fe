package posthorn.mailbox.search;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.mailbox.budget.OctetBudget;

/**
 * Looks into messages that have to be read: those that fit into one read together, the headers
 * alone where that is enough. Safe for all threads; no call waits.
 */
public final class MessageSearch {

    /** Of a larger message the first octets are searched. */
    private static final long MOST_OCTETS = 16L * 1024 * 1024;

    /** Octets of a message that are read for its header, when the store does not keep it apart. */
    private static final long HEADER_OCTETS = 256L * 1024;

    private final BodyStore bodies;
    private final OctetBudget memory;
    private final Executor threads;

    /**
     * @param memory for the messages that are read
     * @param threads where they are taken apart
     */
    public MessageSearch(BodyStore bodies, OctetBudget memory, Executor threads) {
        this.bodies = bodies;
        this.memory = memory;
        this.threads = threads;
    }

    /** The candidates, decided; those whose message is gone do not match. */
    Uni<List<Candidate>> decide(String account, Portion portion, SearchPlan plan) {
        boolean whole = plan.asksText();
        if (portion.octets(whole) > BodyStore.SMALL && portion.candidates().size() == 1) {
            return large(account, portion.candidates().getFirst(), MOST_OCTETS, plan).map(List::of);
        }
        return memory.within(
                        account,
                        2 * portion.octets(whole),
                        () ->
                                together(account, portion.candidates(), whole)
                                        .emitOn(threads)
                                        .map(found -> decided(portion.candidates(), found, plan)))
                .flatMap(decided -> rest(account, decided, plan));
    }

    /** Messages whose header was not to be had without the rest. */
    private Uni<List<Candidate>> rest(String account, List<Candidate> decided, SearchPlan plan) {
        if (decided.stream().noneMatch(Candidate::isOpen)) {
            return Uni.createFrom().item(decided);
        }
        return Multi.createFrom()
                .iterable(decided)
                .onItem()
                .transformToUniAndConcatenate(candidate ->
                        candidate.isOpen()
                                ? large(account, candidate, HEADER_OCTETS, plan)
                                : Uni.createFrom().item(candidate))
                .collect()
                .asList();
    }

    private Uni<Map<String, ByteBuffer>> together(
            String account, List<Candidate> candidates, boolean whole) {
        Set<String> small = names(candidates, one -> whole || isRead(one));
        Set<String> headers = names(candidates, one -> !whole && !isRead(one));
        Uni<Map<String, ByteBuffer>> first =
                Uni.createFrom().completionStage(() -> bodies.small(account, small));
        return headers.isEmpty()
                ? first
                : first.flatMap(found ->
                        Uni.createFrom()
                                .completionStage(() -> bodies.headers(account, headers))
                                .map(more -> {
                                    Map<String, ByteBuffer> both = new HashMap<>(found);
                                    both.putAll(more);
                                    return both;
                                }));
    }

    /** Whether the whole is read for its header: no header of it is kept apart. */
    private static boolean isRead(Candidate candidate) {
        return candidate.octets() <= BodyStore.HEADER_APART;
    }

    private static Set<String> names(List<Candidate> candidates, Predicate<Candidate> wanted) {
        return candidates.stream().filter(wanted).map(Candidate::body).collect(Collectors.toSet());
    }

    private static List<Candidate> decided(
            List<Candidate> candidates, Map<String, ByteBuffer> found, SearchPlan plan) {
        return candidates.stream()
                .map(candidate -> {
                    ByteBuffer message = found.get(candidate.body());
                    if (message != null) {
                        return decided(candidate, octets(message), plan);
                    }
                    return plan.asksText() || isRead(candidate)
                            ? candidate.decided(MatchResult.NO)
                            : candidate;
                })
                .toList();
    }

    private static Candidate decided(Candidate candidate, byte[] message, SearchPlan plan) {
        return candidate.decided(
                candidate.matcher().with(message, plan::isOver).matches(plan.criterion()));
    }

    private Uni<Candidate> large(String account, Candidate candidate, long most, SearchPlan plan) {
        long octets = Math.min(candidate.octets(), most);
        return memory.within(
                account,
                2 * octets,
                () ->
                        whole(bodies.read(account, candidate.body(), 0, octets))
                                .emitOn(threads)
                                .map(message -> decided(candidate, message, plan))
                                .onFailure(NoSuchElementException.class)
                                .recoverWithItem(() -> candidate.decided(MatchResult.NO)));
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
}
