package posthorn.delivery.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.policy.SettlementRules;
import posthorn.delivery.policy.TestRetryPlans;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;

/** What every {@link QueueStore} promises. */
public abstract class QueueStoreContract {

    private static final Claim CLAIM = new Claim("token-1", "worker-1");
    private static final Claim OTHER = new Claim("token-2", "worker-2");

    private QueueStore queue = new MemoryQueue();
    private WorkerHeartbeats heartbeats = new MemoryQueue();
    private QueueLookup lookup = new MemoryQueue();

    /** An empty queue. */
    protected abstract QueueStore queue();

    /** What is asked of the same store. */
    protected abstract QueueLookup lookup();

    /** Heartbeats in the same store. */
    protected abstract WorkerHeartbeats heartbeats();

    @BeforeEach
    void open() {
        queue = queue();
        heartbeats = heartbeats();
        lookup = lookup();
    }

    @Test
    void findsWhatWasInserted() {
        QueuedMessage message = message("m1", 1000);
        assertTrue(queue.insert(message));
        assertEquals(Optional.of(message), queue.find("m1"));
        assertEquals(Optional.empty(), queue.find("m2"));
    }

    @Test
    void leavesWhatStandsWhenItIsInsertedAgain() {
        QueuedMessage message = message("m1", 1000);
        queue.insert(message);
        assertFalse(queue.insert(message("m1", 9000)));
        assertEquals(Optional.of(message), queue.find("m1"));
    }

    @Test
    void givesAClaimToOneOnly() {
        queue.insert(message("m1", 1000));
        DestinationRef ref = ref("m1", 1);
        Optional<QueuedMessage> claimed = queue.claim(ref, CLAIM);
        assertEquals(Optional.empty(), queue.claim(ref, OTHER));
        assertEquals(queue.find("m1"), claimed);
        assertEquals(Optional.of(CLAIM), destination("m1", 1).claim());
        assertEquals(Destination.NEVER, destination("m1", 1).next());
        assertEquals(Optional.empty(), destination("m1", 0).claim());
    }

    @Test
    void claimThatArrivesLateFindsTheDestinationChanged() {
        queue.insert(message("m1", 1000));
        DestinationRef ref = ref("m1", 1);
        queue.claim(ref, CLAIM);
        queue.settle("m1", 1, CLAIM.token(), deferred("m1", 1, CLAIM));
        assertFalse(queue.claim(ref, CLAIM).isPresent());
        assertTrue(queue.claim(ref("m1", 1), OTHER).isPresent());
    }

    @Test
    void takesAClaimOverAndCountsWhenItHadComeToTheDot() {
        queue.insert(message("m1", 1000));
        queue.claim(ref("m1", 1), CLAIM);
        assertTrue(queue.markEndingData("m1", 1, CLAIM.token()));
        DestinationRef endingData = ref("m1", 1);
        assertTrue(endingData.seen().claim().orElseThrow().endingData());
        assertTrue(queue.claim(endingData, OTHER).isPresent());
        assertEquals(1, destination("m1", 1).maybeTwice());
        assertEquals(Optional.of(OTHER), destination("m1", 1).claim());
        assertFalse(queue.markEndingData("m1", 1, CLAIM.token()));
    }

    @Test
    void doesNotTakeOverAClaimThatCameToTheDotMeanwhile() {
        queue.insert(message("m1", 1000));
        queue.claim(ref("m1", 1), CLAIM);
        DestinationRef seen = ref("m1", 1);
        queue.markEndingData("m1", 1, CLAIM.token());
        assertFalse(queue.claim(seen, OTHER).isPresent());
    }

    @Test
    void writesAnOutcomeOnlyUnderItsToken() {
        queue.insert(message("m1", 1000));
        queue.claim(ref("m1", 1), CLAIM);
        Settlement settlement = deferred("m1", 1, CLAIM);
        assertFalse(queue.settle("m1", 1, OTHER.token(), settlement));
        assertTrue(queue.settle("m1", 1, CLAIM.token(), settlement));
        assertFalse(queue.settle("m1", 1, CLAIM.token(), settlement));
        assertEquals(settlement.destination(), destination("m1", 1));
        assertEquals(
                settlement.recipients().getFirst(),
                queue.find("m1").orElseThrow().recipients().get(1));
    }

    @Test
    void marksWhatFollowsOnce() {
        QueuedMessage bounced = bounced("m1");
        String pending = bounced.pending().getFirst().id();
        assertEquals(List.of("m1"), queue.pendingBefore(10_000, 10));
        assertEquals(List.of(), queue.pendingBefore(5_000, 10));
        assertTrue(queue.markProduced("m1", pending));
        assertFalse(queue.markProduced("m1", pending));
        QueuedMessage marked = queue.find("m1").orElseThrow();
        assertEquals(List.of(), marked.pending());
        assertEquals(List.of(pending), marked.produced());
        assertEquals(bounced.left() - 1, marked.left());
        assertEquals(List.of(), queue.pendingBefore(10_000, 10));
    }

    @Test
    void sealsOnlyWhatWasSeen() {
        QueuedMessage bounced = bounced("m1");
        queue.claim(ref("m1", 0), CLAIM);
        QueuedMessage claimed = queue.find("m1").orElseThrow();
        AttemptResult failed = new AttemptResult.Failed("5.1.1", "", "no such account");
        queue.settle("m1", 0, CLAIM.token(), settle(claimed, 0, CLAIM, failed));
        QueuedMessage both = queue.find("m1").orElseThrow();
        assertEquals(2, both.pending().size());
        List<PendingNotification> merged =
                List.of(PendingNotification.sealed("m1", both.pending()));
        assertEquals(List.of(0, 1), merged.getFirst().ordinals());
        assertFalse(queue.seal("m1", bounced.pending(), merged));
        assertEquals(both, queue.find("m1").orElseThrow());
        assertTrue(queue.seal("m1", both.pending(), merged));
        assertFalse(queue.seal("m1", both.pending(), merged));
        QueuedMessage sealed = queue.find("m1").orElseThrow();
        assertEquals(merged, sealed.pending());
        assertEquals(both.left() - 1, sealed.left());
        assertTrue(queue.markProduced("m1", merged.getFirst().id()));
        assertTrue(queue.find("m1").orElseThrow().closable());
    }

    @Test
    void closesOnlyWhenNothingIsLeft() {
        QueuedMessage bounced = bounced("m1");
        assertFalse(queue.close("m1", 10_000));
        queue.markProduced("m1", bounced.pending().getFirst().id());
        queue.claim(ref("m1", 0), CLAIM);
        assertFalse(queue.close("m1", 10_000));
        QueuedMessage message = queue.find("m1").orElseThrow();
        queue.settle("m1", 0, CLAIM.token(), done(message, 0, CLAIM));
        assertEquals(List.of("m1"), queue.closable(10));
        assertTrue(queue.close("m1", 10_000));
        assertFalse(queue.close("m1", 10_000));
        assertEquals(new QueuedBody.Gone(), queue.find("m1").orElseThrow().body());
        assertEquals(List.of(), queue.closable(10));
    }

    @Test
    void settlesAndClosesInOneOnlyWhatIsTheLast() {
        queue.insert(message("m1", 1000));
        queue.claim(ref("m1", 0), CLAIM);
        queue.claim(ref("m1", 1), OTHER);
        QueuedMessage both = queue.find("m1").orElseThrow();
        Settlement first = done(both, 0, CLAIM);
        assertFalse(queue.settleLast("m1", 0, CLAIM.token(), first, 10_000));
        assertEquals(Optional.of(both), queue.find("m1"));
        queue.settle("m1", 0, CLAIM.token(), first);
        Settlement last = done(queue.find("m1").orElseThrow(), 1, OTHER);
        assertFalse(queue.settleLast("m1", 1, CLAIM.token(), last, 10_000));
        assertTrue(queue.settleLast("m1", 1, OTHER.token(), last, 10_000));
        assertFalse(queue.settleLast("m1", 1, OTHER.token(), last, 10_000));
        QueuedMessage closed = queue.find("m1").orElseThrow();
        assertEquals(new QueuedBody.Gone(), closed.body());
        assertEquals(0, closed.left());
        assertEquals(last.destination(), closed.destinations().get(1));
        assertEquals(last.recipients().getFirst(), closed.recipients().get(1));
        assertEquals(List.of(), queue.closable(10));
    }

    @Test
    void findsWhatIsDueAndUnclaimed() {
        queue.insert(message("m1", 1000));
        queue.insert(message("m2", 3000));
        assertEquals(List.of(), queue.due(500, List.of(), 10));
        assertEquals(List.of(ref("m1", 0), ref("m1", 1)), queue.due(2000, List.of(), 10));
        assertEquals(List.of(ref("m1", 0)), queue.due(2000, List.of("far.test"), 10));
        queue.claim(ref("m1", 0), CLAIM);
        assertEquals(List.of(ref("m1", 1)), queue.due(2000, List.of(), 10));
        assertEquals(List.of(ref("m1", 0)), queue.claimedBy("worker-1", 10));
        assertEquals(List.of(), queue.claimedBy("worker-2", 10));
    }

    @Test
    void reschedulesOnlyWhatNobodyHasClaimed() {
        queue.insert(message("m1", 1000));
        DestinationRef seen = ref("m1", 1);
        assertTrue(queue.reschedule(seen, 700));
        assertEquals(700, destination("m1", 1).next());
        queue.claim(ref("m1", 1), CLAIM);
        assertFalse(queue.reschedule(seen, 800));
    }

    @Test
    void listsWhatIsOpenTheOldestFirst() {
        queue.insert(message("c", 3000));
        queue.insert(message("a", 5000));
        queue.insert(message("b", 3000));
        assertEquals(List.of("b", "c"), ids(lookup.open("", 2)));
        assertEquals(List.of("c", "a"), ids(lookup.open("b", 5)));
        assertEquals(List.of(), ids(lookup.open("a", 5)));
    }

    @Test
    void looksUpWithoutOctets() {
        queue.insert(message("a", 3000));
        queue.insert(message("c", 3000));
        Map<String, QueuedMessage> found = lookup.documents(List.of("a", "c", "x"));
        assertEquals(Set.of("a", "c"), found.keySet());
        assertEquals(
                List.of(new QueuedBody.Gone(), new QueuedBody.Gone()),
                found.values().stream().map(QueuedMessage::body).toList());
        assertEquals(Map.of(), lookup.documents(List.of()));
    }

    @Test
    void findsWhatWasClosedInATime() {
        close("m1", 10_000);
        close("m2", 20_000);
        close("m3", 30_000);
        queue.insert(message("open", 1000));
        assertEquals(List.of("m1", "m2"), closed(10_000, 30_000, 10));
        assertEquals(List.of("m1"), closed(0, 30_000, 1));
        assertEquals(List.of(), closed(30_001, 40_000, 10));
        assertEquals(20_000, lookup.closedBetween(11_000, 30_000, 1).getFirst().ended());
    }

    private List<String> closed(long from, long to, int limit) {
        return ids(
                lookup.closedBetween(from, to, limit).stream()
                        .map(QueueLookup.Closed::document)
                        .toList());
    }

    private void close(String id, long now) {
        queue.insert(message(id, 1000));
        for (int at = 0; at < 2; at++) {
            queue.claim(ref(id, at), CLAIM);
            QueuedMessage claimed = queue.find(id).orElseThrow();
            queue.settle(id, at, CLAIM.token(), done(claimed, at, CLAIM));
        }
        assertTrue(queue.close(id, now));
    }

    private static List<String> ids(List<QueuedMessage> messages) {
        return messages.stream().map(QueuedMessage::id).toList();
    }

    @Test
    void remembersTheLastBeatOfEachWorker() {
        heartbeats.beat("a", 1);
        heartbeats.beat("b", 5);
        heartbeats.beat("a", 2);
        assertEquals(Map.of("a", 2L, "b", 5L), heartbeats.counts());
    }

    /** A message whose second destination has failed, with a notification pending since 5000. */
    private QueuedMessage bounced(String id) {
        queue.insert(message(id, 1000));
        queue.claim(ref(id, 1), CLAIM);
        QueuedMessage message = queue.find(id).orElseThrow();
        AttemptResult failed = new AttemptResult.Failed("5.1.1", "mx.far.test", "550 no");
        queue.settle(id, 1, CLAIM.token(), settle(message, 1, CLAIM, failed));
        return queue.find(id).orElseThrow();
    }

    private Settlement deferred(String id, int at, Claim claim) {
        AttemptResult later = new AttemptResult.Deferred("4.4.1", "mx.far.test", "later", false);
        return settle(queue.find(id).orElseThrow(), at, claim, later);
    }

    private static Settlement done(QueuedMessage message, int at, Claim claim) {
        return settle(message, at, claim, AttemptResult.Delivered.stored("account"));
    }

    private static Settlement settle(
            QueuedMessage message, int at, Claim claim, AttemptResult result) {
        RetryPlan plan = TestRetryPlans.standard();
        int ordinal = message.open(at).getFirst().ordinal();
        return new SettlementRules(plan, plan, new Random(1), NotifiedSenders.ALL)
                .settle(message, at, claim.token(), Map.of(ordinal, result), 5000);
    }

    private DestinationRef ref(String id, int at) {
        return new DestinationRef(id, at, destination(id, at));
    }

    private Destination destination(String id, int at) {
        return queue.find(id).orElseThrow().destinations().get(at);
    }

    /** One local and one remote recipient, accepted at, and both due at, {@code next}. */
    protected static QueuedMessage message(String id, long next) {
        return QueuedMessage.accepted(
                AcceptedMail.newBuilder()
                        .setId(id)
                        .setReversePath("sender@near.test")
                        .setArrival(Arrival.newBuilder().setAt(next))
                        .addRecipients(
                                MailRecipient.newBuilder()
                                        .setAddress("a@near.test")
                                        .setAccount("account"))
                        .addRecipients(MailRecipient.newBuilder().setAddress("b@far.test"))
                        .setInline(ByteString.copyFromUtf8("Subject: x\r\n\r\nx\r\n"))
                        .setSize(17)
                        .build(),
                next);
    }
}
