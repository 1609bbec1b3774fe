package posthorn.mailbox.search;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.FactsBlock;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.budget.Overloaded;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.wire.Shapes;
import posthorn.mailbox.wire.Uids;
import posthorn.protocol.wire.FactsCodec;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchKey;
import posthorn.protocol.wire.SearchRefusal;

/**
 * Searches in mailboxes. Each takes its turns on threads that all searches share, a few messages at
 * a time; it stops when nobody waits for it any more. Safe for all threads; no call waits.
 */
public final class Searches {

    private static final int AT_ONCE = 4;

    private final SegmentReader reads;
    private final FactsCache facts;
    private final MessageSearch messages;
    private final SearchLimits limits;
    private final Executor threads;
    private final Permits all;
    private final Permits ofAccounts;

    /**
     * @param messages looks into messages that have to be read
     * @param threads where segments and messages are looked at
     */
    public Searches(
            SegmentReader reads,
            FactsCache facts,
            MessageSearch messages,
            SearchLimits limits,
            Executor threads) {
        this.reads = reads;
        this.facts = facts;
        this.messages = messages;
        this.limits = limits;
        this.threads = threads;
        this.all = new Permits("searches", limits.atOnce(), limits.atOnce());
        this.ofAccounts = new Permits("searches", Integer.MAX_VALUE, limits.atOnceOfAccount());
    }

    /** Searches under way. */
    public int held() {
        return all.held();
    }

    /** The messages that match, as the account is at this state, or the limit that was met. */
    public Uni<SearchAnswer> search(AccountState state, long number, SearchKey key) {
        return Uni.createFrom()
                .deferred(() -> {
                    Mailbox mailbox = state.mailbox(number);
                    if (mailbox == null) {
                        throw new NoSuchElementException("there is no mailbox " + number);
                    }
                    try {
                        SearchPlan plan = SearchPlan.of(key, mailbox.head().flags(), limits);
                        return bounded(state, mailbox, plan);
                    } catch (SearchPlan.Refused refused) {
                        return Uni.createFrom().item(refused(refused.refusal()));
                    }
                })
                .runSubscriptionOn(threads);
    }

    private static SearchAnswer refused(SearchRefusal refusal) {
        return SearchAnswer.newBuilder().setRefusal(refusal).build();
    }

    private Uni<SearchAnswer> bounded(AccountState state, Mailbox mailbox, SearchPlan plan) {
        Permits.Permit own;
        try {
            own = ofAccounts.take(state.account());
        } catch (Overloaded tooMany) {
            return Uni.createFrom().item(refused(SearchRefusal.TOO_MANY_SEARCHES));
        }
        Permits.Permit permit;
        try {
            permit = all.take(state.account());
        } catch (Overloaded tooMany) {
            own.close();
            throw tooMany;
        }
        return run(state, mailbox, plan)
                .ifNoItem()
                .after(limits.longest())
                .recoverWithItem(() -> refused(SearchRefusal.TOOK_TOO_LONG))
                .onTermination()
                .invoke(() -> {
                    plan.end();
                    permit.close();
                    own.close();
                });
    }

    private Uni<SearchAnswer> run(AccountState state, Mailbox mailbox, SearchPlan plan) {
        return Multi.createFrom()
                .iterable(mailbox.touched(plan.uids()))
                .onItem()
                .transformToUniAndConcatenate(segment -> candidates(state, segment, plan))
                .onItem()
                .transformToIterable(found -> Portion.of(found, plan.asksText()))
                .onItem()
                .transformToUni(portion -> matches(state.account(), portion, plan))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(found -> answer(state, found));
    }

    /** By the columns, then by the facts where they may decide what is open. */
    private Uni<List<Candidate>> candidates(AccountState state, Segment segment, SearchPlan plan) {
        return reads.segment(state, segment, false, loaded -> loaded)
                .emitOn(threads)
                .map(loaded -> byColumns(loaded, plan))
                .flatMap(found ->
                        plan.asksFacts() && found.stream().anyMatch(Candidate::isOpen)
                                ? facts.read(
                                        state,
                                        segment,
                                        (loaded, block) -> byFacts(loaded, block, plan))
                                : Uni.createFrom().item(found));
    }

    private static List<Candidate> byColumns(Segment segment, SearchPlan plan) {
        List<Candidate> candidates = new ArrayList<>();
        for (int row = 0; row < segment.columns().count(); row++) {
            if (!segment.isGone(row)) {
                MessageMatcher matcher = MessageMatcher.byColumns(segment, row);
                add(candidates, Candidate.of(segment, row, matcher, plan.criterion()));
            }
        }
        return candidates;
    }

    private static List<Candidate> byFacts(Segment segment, FactsBlock block, SearchPlan plan) {
        List<Candidate> candidates = new ArrayList<>();
        for (int row = 0; row < segment.columns().count(); row++) {
            if (!segment.isGone(row)) {
                MessageMatcher matcher = MessageMatcher.byColumns(segment, row);
                Candidate candidate = Candidate.of(segment, row, matcher, plan.criterion());
                if (candidate.isOpen() && block.get(row).bytes().length > 0) {
                    MessageMatcher more =
                            matcher.with(
                                    FactsCodec.envelope(
                                            Shapes.facts(block.get(row)).getEnvelope()));
                    candidate = Candidate.of(segment, row, more, plan.criterion());
                }
                add(candidates, candidate);
            }
        }
        return candidates;
    }

    private static void add(List<Candidate> candidates, Candidate candidate) {
        if (candidate.result() != MatchResult.NO) {
            candidates.add(candidate);
        }
    }

    private Uni<Matches> matches(String account, Portion portion, SearchPlan plan) {
        return portion.isOpen()
                ? messages.decide(account, portion, plan).map(Matches::of)
                : Uni.createFrom().item(Matches.of(portion.candidates()));
    }

    /**
     * Messages that match.
     *
     * @param highestModSeq of any of them; 0: there are none
     */
    private record Matches(List<UidRange> uids, long highestModSeq) {
        static Matches of(List<Candidate> candidates) {
            UidSet.Builder uids = new UidSet.Builder();
            long highest = 0;
            for (Candidate candidate : candidates) {
                if (candidate.result() == MatchResult.YES) {
                    uids.add(candidate.uid());
                    highest = Math.max(highest, candidate.modSeq());
                }
            }
            return new Matches(uids.build().ranges(), highest);
        }
    }

    private static SearchAnswer answer(AccountState state, List<Matches> found) {
        List<UidRange> uids = new ArrayList<>();
        found.forEach(matches -> uids.addAll(matches.uids()));
        return SearchAnswer.newBuilder()
                .setN(state.n())
                .addAllUids(Uids.encode(UidSet.of(uids)))
                .setHighestModSeq(found.stream().mapToLong(Matches::highestModSeq).max().orElse(0))
                .build();
    }
}
