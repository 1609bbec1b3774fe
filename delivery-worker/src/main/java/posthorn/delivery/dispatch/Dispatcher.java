package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.DeliveryFailure.BadAddress;
import posthorn.delivery.policy.DeliveryFailure.Defect;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.policy.SettlementRules;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.BrokenDocument;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.queue.Settlement;
import posthorn.protocol.wire.AcceptedMail;

/**
 * Brings messages to their recipients. Three ways in: {@link #accept} for a message from the log,
 * {@link #attempt} for what the queue says is due, {@link #finish} for notifications and bodies
 * that were left half done.
 *
 * <p>Between any two calls to a port this worker may stall or die. What keeps each recipient from
 * being lost or done twice is only what the {@link QueueStore} promises for its updates, and the
 * keys of local deliveries and of notifications; nothing here remembers anything that matters.
 *
 * <p>Safe for many threads at once.
 */
public class Dispatcher {

    private final DispatchPorts ports;
    private final WorkerIdentity self;
    private final RetryingQueue queue;
    private final SettlementRules settlementRules;
    private final DeliveryEvents deliveryEvents;
    private final OwnClaims mine;
    private final MessageCompletion completion;

    /**
     * A dispatcher that holds no claims.
     *
     * @param local plan for mailboxes of ours
     * @param remote plan for other hosts
     * @param notified who is told what became of a message
     */
    public Dispatcher(
            DispatchPorts ports,
            WorkerIdentity self,
            RetryPlan local,
            RetryPlan remote,
            NotifiedSenders notified) {
        this(ports, self, local, remote, notified, new MessageCompletion(ports, self));
    }

    Dispatcher(
            DispatchPorts ports,
            WorkerIdentity self,
            RetryPlan local,
            RetryPlan remote,
            NotifiedSenders notified,
            MessageCompletion completion) {
        this.ports = ports;
        this.self = self;
        this.mine = new OwnClaims(self);
        this.queue = new RetryingQueue(ports.queue(), ports.backoff());
        this.settlementRules = new SettlementRules(local, remote, self.random(), notified);
        this.deliveryEvents = new DeliveryEvents(ports.events());
        this.completion = completion;
    }

    /**
     * Takes a message from the log. Returns when each recipient is stored or stands in the queue:
     * the record may be acknowledged then. Attempts at remote destinations may go on after that.
     *
     * @param maybeSeen another worker may have had the record before; then the queue is asked first
     * @throws WorkerStopped when the worker is to stop; the record must not be acknowledged
     */
    public void accept(AcceptedMail mail, boolean maybeSeen) {
        if (maybeSeen && queue.stands(mail.getId())) {
            return;
        }
        QueuedMessage untried = QueuedMessage.accepted(mail, now());
        Map<Integer, AttemptResult> results = firstLocalAttempt(untried);
        boolean stored = results.values().stream().allMatch(Delivered.class::isInstance);
        if (stored && results.size() == mail.getRecipientsCount()) {
            Settlement all = settlementRules.settle(untried, 0, "", results, now());
            if (all.pending().isEmpty()) {
                completion.dropBody(untried);
                deliveryEvents.recipients(untried, all.recipients(), now());
                return;
            }
        }
        enter(untried, results);
    }

    /** Holds a record that cannot be read, until an operator decides. */
    public void hold(AcceptedMail standIn, QueuedBody octets, String reason) {
        hold(QueuedMessage.unreadable(standIn, octets, held(reason)));
    }

    /**
     * Holds a message whose recipients cannot be tried, until an operator decides. When a document
     * of it stands already, that one goes on as it is.
     */
    public void hold(AcceptedMail mail, String reason) {
        hold(QueuedMessage.held(mail, held(reason)));
    }

    private Attempt held(String reason) {
        return new AttemptResult.Held(reason).attempt(now());
    }

    private void hold(QueuedMessage held) {
        try {
            if (queue.insert(held).equals(held)) {
                deliveryEvents.recipients(held, held.recipients(), now());
            }
        } catch (BrokenDocument e) {
            // One stands already, for whoever can read it.
        }
    }

    private Map<Integer, AttemptResult> firstLocalAttempt(QueuedMessage untried) {
        for (int at = 0; at < untried.destinations().size(); at++) {
            if (untried.destinations().get(at).local()) {
                return ports.local().deliver(untried.mail(), untried.body(), ordinals(untried, at));
            }
        }
        return Map.of();
    }

    private void enter(QueuedMessage untried, Map<Integer, AttemptResult> localResults) {
        QueuedMessage message = untried;
        List<ClaimedSlot> begun = new ArrayList<>();
        for (int at = 0; at < untried.destinations().size(); at++) {
            Destination destination = untried.destinations().get(at);
            if (destination.local()) {
                message =
                        message.after(
                                at,
                                settlementRules.settle(
                                        untried, at, self.tokens().get(), localResults, now()));
            } else {
                Optional<DestinationLimits.Slot> slot = ports.limits().slot(destination.key());
                if (slot.isPresent()) {
                    Claim claim = mine.fresh();
                    begun.add(new ClaimedSlot(at, claim, slot.get()));
                    message = message.with(at, destination.claimed(claim));
                }
            }
        }
        QueuedMessage standing = insert(message, begun);
        deliveryEvents.recipients(standing, settledHere(message, standing), now());
        begun.forEach(b -> begin(standing, b));
        line(standing);
        if (begun.isEmpty() && (!standing.pending().isEmpty() || standing.closable())) {
            completion.afterAttempt(standing);
        }
    }

    /**
     * Queues up what had no slot; where the waiting attempts are too many, a queue run comes back
     * to it.
     */
    private void line(QueuedMessage standing) {
        long now = now();
        for (int at = 0; at < standing.destinations().size(); at++) {
            Destination destination = standing.destinations().get(at);
            if (!destination.local() && destination.next() <= now) {
                DestinationRef ref = new DestinationRef(standing.id(), at, destination);
                ports.limits().enqueue(destination.key(), () -> attempt(ref));
            }
        }
    }

    private record ClaimedSlot(int at, Claim claim, DestinationLimits.Slot slot) {}

    private QueuedMessage insert(QueuedMessage message, List<ClaimedSlot> begun) {
        boolean stands = false;
        try {
            QueuedMessage standing = queue.insert(message);
            stands = true;
            return standing;
        } finally {
            if (!stands) {
                begun.forEach(this::leave);
            }
        }
    }

    /** Recipients that the first attempt came to, unless an older document says otherwise. */
    private static List<QueuedRecipient> settledHere(QueuedMessage ours, QueuedMessage standing) {
        return ours.recipients().stream()
                .filter(r -> !r.tried().isEmpty())
                .filter(r -> standing.recipients().get(r.ordinal()).equals(r))
                .toList();
    }

    private void begin(QueuedMessage standing, ClaimedSlot begun) {
        if (RetryingQueue.holds(standing, begun.at(), begun.claim())) {
            begun.slot().run(() -> make(standing, begun.at(), begun.claim()));
        } else {
            leave(begun);
        }
    }

    private void leave(ClaimedSlot begun) {
        mine.end(begun.claim());
        begun.slot().release();
    }

    /** Makes an attempt at a destination that is due, or whose claim was lost by its worker. */
    public void attempt(DestinationRef ref) {
        Claim claim = mine.fresh();
        take(ref, claim).ifPresent(message -> make(message, ref.destination(), claim));
    }

    /**
     * Ends a destination by decision, without an attempt.
     *
     * @param decision the results, for the message as it stands under the claim
     * @return false when the destination is not as it was seen
     */
    public boolean resolve(
            DestinationRef ref, Function<QueuedMessage, Map<Integer, AttemptResult>> decision) {
        Claim claim = mine.fresh();
        Optional<QueuedMessage> message = take(ref, claim);
        message.ifPresent(found -> {
            try {
                settle(found, ref.destination(), claim, decision.apply(found));
            } finally {
                mine.end(claim);
            }
        });
        return message.isPresent();
    }

    private Optional<QueuedMessage> take(DestinationRef ref, Claim claim) {
        Optional<QueuedMessage> message = Optional.empty();
        try {
            message = queue.claim(ref, claim);
        } catch (BrokenDocument e) {
            // It was put aside, and an operator knows.
        } finally {
            if (message.isEmpty()) {
                mine.end(claim);
            }
        }
        if (ref.seen().claim().map(Claim::endingData).orElse(false)) {
            message.ifPresent(m -> deliveryEvents.maybeTwice(m, ref.destination(), now()));
        }
        return message;
    }

    /** Whether this worker works on the claim with this token. */
    public boolean worksOn(String token) {
        return mine.contains(token);
    }

    private void make(QueuedMessage message, int at, Claim claim) {
        try {
            settle(message, at, claim, tried(message, at, claim));
        } finally {
            mine.end(claim);
        }
    }

    private Map<Integer, AttemptResult> tried(QueuedMessage message, int at, Claim claim) {
        List<Integer> ordinals = ordinals(message, at);
        if (ordinals.isEmpty()) {
            return Map.of();
        }
        try (MessageMemory.Lease _ = ports.memory().take(message.body().octetsInMemory())) {
            return go(message, at, claim, ordinals);
        } catch (WorkerStopped e) {
            throw e;
        } catch (RuntimeException | Error e) {
            deliveryEvents.defect(message, at, e);
            return all(ordinals, FailurePolicy.result(new Defect()));
        }
    }

    private Map<Integer, AttemptResult> go(
            QueuedMessage message, int at, Claim claim, List<Integer> ordinals) {
        String key = message.destinations().get(at).key();
        return switch (key) {
            case Destination.LOCAL ->
                    ports.local().deliver(message.mail(), message.body(), ordinals);
            case Destination.UNREADABLE ->
                    all(ordinals, UnreadableRecord.readAgain(message.body(), ports.acceptedLog()));
            case Destination.NO_DOMAIN ->
                    all(ordinals, FailurePolicy.result(new BadAddress("without a domain")));
            default -> {
                BooleanSupplier mayEnd = () -> mayEnd(message.id(), at, claim.token());
                yield ports.relay().relay(message.mail(), message.body(), key, ordinals, mayEnd);
            }
        };
    }

    /** Looks at the claim again: after this a worker that takes it over counts. */
    boolean mayEnd(String id, int at, String token) {
        return queue.markEndingData(id, at, token);
    }

    /** Writes what an attempt came to; what follows is produced only after it stands. */
    void settle(QueuedMessage message, int at, Claim claim, Map<Integer, AttemptResult> results) {
        Settlement settlement = settlementRules.settle(message, at, claim.token(), results, now());
        boolean closed = settleLast(message, at, claim, settlement);
        if (!closed && !queue.settle(message.id(), at, claim, settlement)) {
            deliveryEvents.lostClaim(message, at);
            return;
        }
        QueuedMessage after = message.after(at, settlement);
        deliveryEvents.recipients(after, settlement.recipients(), now());
        if (settlement.destination().maybeTwice() > message.destinations().get(at).maybeTwice()) {
            deliveryEvents.maybeTwice(message, at, now());
        }
        if (!closed) {
            completion.afterAttempt(after);
        }
    }

    /** A body in transit is dropped before the document is closed: that takes two steps. */
    private boolean settleLast(QueuedMessage message, int at, Claim claim, Settlement settlement) {
        return !(message.body() instanceof QueuedBody.Transit)
                && settlement.pending().isEmpty()
                && message.left() + settlement.leftChange() == 1
                && queue.settleLast(message.id(), at, claim, settlement, now());
    }

    /**
     * Finishes what was left half done on a message: notifications, the body.
     *
     * @throws AnswerLost when something did not answer; the next queue run comes back to it
     */
    public final void finish(String id) {
        completion.finish(id);
    }

    private static List<Integer> ordinals(QueuedMessage message, int at) {
        return message.open(at).stream().map(QueuedRecipient::ordinal).toList();
    }

    private static Map<Integer, AttemptResult> all(List<Integer> ordinals, AttemptResult result) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        ordinals.forEach(ordinal -> results.put(ordinal, result));
        return results;
    }

    private long now() {
        return self.clock().millis();
    }
}
