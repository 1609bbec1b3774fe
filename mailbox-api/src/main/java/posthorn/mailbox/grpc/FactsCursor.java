package posthorn.mailbox.grpc;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.FactsBlock;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.wire.Shapes;
import posthorn.protocol.wire.FactsAnswer;
import posthorn.protocol.wire.FoundFacts;

/**
 * Where somebody stands who reads facts: each answer is made when it is asked for, and between two
 * answers nothing is held but the place.
 */
final class FactsCursor {

    /** An answer goes out when it has so many octets. */
    private static final int ANSWER_OCTETS = 32 * 1024;

    private final FactsCache facts;
    private final AccountState state;
    private final List<Segment> segments;
    private final UidSet uids;
    private int segment;

    /** UID of the last message that was looked at. */
    private long after;

    FactsCursor(FactsCache facts, AccountState state, Mailbox mailbox, UidSet uids) {
        this.facts = facts;
        this.state = state;
        this.segments = mailbox.touched(uids);
        this.uids = uids;
    }

    /** All answers, as they are asked for; to be asked once. */
    Multi<FactsAnswer> answers() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .until(answer -> answer.getFoundCount() == 0);
    }

    /** The next answer with something in it; one with nothing: there are no more. */
    private Uni<FactsAnswer> next() {
        if (segment == segments.size()) {
            return Uni.createFrom().item(FactsAnswer.getDefaultInstance());
        }
        return facts.read(state, segments.get(segment), this::answer)
                .flatMap(answer ->
                        answer.getFoundCount() > 0 ? Uni.createFrom().item(answer) : next());
    }

    private FactsAnswer answer(Segment loaded, FactsBlock block) {
        FactsAnswer.Builder answer = FactsAnswer.newBuilder();
        long last = segments.get(segment).head().lastUid();
        int count = loaded.columns().count();
        int row = loaded.firstNotBefore(after + 1);
        int octets = 0;
        while (row < count && loaded.uid(row) <= last && octets < ANSWER_OCTETS) {
            after = loaded.uid(row);
            if (!loaded.isGone(row) && uids.contains(after)) {
                FoundFacts found = found(loaded, block, row);
                answer.addFound(found);
                octets += found.getSerializedSize();
            }
            row++;
        }
        if (row == count || loaded.uid(row) > last) {
            segment++;
        }
        return answer.build();
    }

    private static FoundFacts found(Segment loaded, FactsBlock block, int row) {
        return FoundFacts.newBuilder()
                .setUid(loaded.uid(row))
                .setFacts(Shapes.facts(block.get(row)))
                .setBody(loaded.columns().bodies().get(row))
                .setSize(loaded.columns().sizes()[row])
                .build();
    }
}
