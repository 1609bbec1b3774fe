package posthorn.delivery.dispatch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import posthorn.delivery.dispatch.Outcome.Delivered;
import posthorn.delivery.dispatch.QueueStore.Place;
import posthorn.delivery.dispatch.Trouble.BadAddress;
import posthorn.delivery.dispatch.Trouble.Defect;
import posthorn.protocol.wire.AcceptedMail;

/**
 * Brings messages to their recipients. Three ways in: {@link #accept} for a message from the log,
 * {@link #attempt} for what the queue says is due, {@link #follow} for messages that follow and
 * were left half done.
 *
 * <p>Between any two calls to a port this worker may stall or die. What keeps each recipient from
 * being lost or done twice is only what the {@link QueueStore} promises for its updates, and the
 * keys of local deliveries and of messages that follow; nothing here remembers anything that
 * matters.
 *
 * <p>Safe for many threads at once.
 */
public class Dispatcher {

    /**
     * What the dispatcher works with.
     *
     * @param queue the documents
     * @param local the way into our mailboxes
     * @param relay the way to other hosts
     * @param bodies the octets
     * @param outbox where messages that follow go
     * @param notices what they say
     * @param events where people see what happened
     * @param crew who makes attempts
     * @param pause how to wait for a store that does not answer
     */
    public record Ports(
            QueueStore queue,
            LocalDelivery local,
            Relay relay,
            Bodies bodies,
            Outbox outbox,
            Notices notices,
            Events events,
            Crew crew,
            Pause pause) {}

    /**
     * Who this worker is.
     *
     * @param worker its id, see {@link Pulse}
     * @param clock wall clock
     * @param random for delays
     * @param tokens a fresh one each time
     */
    public record Self(
            String worker, InstantSource clock, RandomGenerator random, Supplier<String> tokens) {}

    private final Ports ports;
    private final Self self;
    private final SureQueue queue;
    private final Settling settling;
    private final Telling telling;
    private final OwnClaims mine;

    /**
     * A dispatcher that holds no claims.
     *
     * @param local plan for mailboxes of ours
     * @param remote plan for other hosts
     */
    public Dispatcher(Ports ports, Self self, RetryPlan local, RetryPlan remote) {
        this.ports = ports;
        this.self = self;
        this.mine = new OwnClaims(self);
        this.queue = new SureQueue(ports.queue(), ports.pause());
        this.settling = new Settling(local, remote, self.random());
        this.telling = new Telling(ports.events());
    }

    /**
     * Takes a message from the log. Returns when each recipient is stored or stands in the queue:
     * the record may be acknowledged then. Attempts at remote destinations may go on after that.
     *
     * @param maybeSeen another worker may have had the record before; then the queue is asked first
     * @throws Stopped when the worker is to stop; the record must not be acknowledged
     */
    public void accept(AcceptedMail mail, boolean maybeSeen) {
        if (maybeSeen && queue.find(mail.getId()).isPresent()) {
            return;
        }
        QueuedMessage untried = Entering.document(mail, now());
        Map<Integer, Outcome> outcomes = firstLocalAttempt(untried);
        boolean stored = outcomes.values().stream().allMatch(Delivered.class::isInstance);
        if (stored && outcomes.size() == mail.getRecipientsCount()) {
            dropBody(untried);
            Settlement all = settling.settle(untried, 0, "", outcomes, now());
            telling.recipients(untried, all.recipients(), now());
            return;
        }
        enter(untried, outcomes);
    }

    /** Holds a record that cannot be read, until an operator decides. */
    public void hold(AcceptedMail standIn, Body octets, String reason) {
        Attempt attempt = Attempt.of(now(), new Outcome.Held(reason));
        QueuedMessage held = Entering.unreadable(standIn, octets, attempt);
        queue.insert(held);
        telling.recipients(held, held.recipients(), now());
    }

    private Map<Integer, Outcome> firstLocalAttempt(QueuedMessage untried) {
        for (int at = 0; at < untried.destinations().size(); at++) {
            if (untried.destinations().get(at).local()) {
                return ports.local().deliver(untried.mail(), untried.body(), ordinals(untried, at));
            }
        }
        return Map.of();
    }

    private void enter(QueuedMessage untried, Map<Integer, Outcome> localOutcomes) {
        QueuedMessage message = untried;
        List<Begun> begun = new ArrayList<>();
        for (int at = 0; at < untried.destinations().size(); at++) {
            Destination destination = untried.destinations().get(at);
            if (destination.local()) {
                message =
                        message.after(
                                at,
                                settling.settle(
                                        untried, at, self.tokens().get(), localOutcomes, now()));
            } else {
                Optional<Crew.Slot> slot = ports.crew().slot(destination.key());
                if (slot.isPresent()) {
                    Claim claim = mine.fresh();
                    begun.add(new Begun(at, claim, slot.get()));
                    message = message.with(at, destination.claimed(claim));
                }
            }
        }
        QueuedMessage standing = insert(message, begun);
        telling.recipients(standing, settledHere(message, standing), now());
        begun.forEach(b -> begin(standing, b));
        line(standing);
        followAll(standing, standing.pending());
        if (standing.left() - standing.pending().size() == 1) {
            close(standing);
        }
    }

    /** Lines up for what had no slot; where the line is full, a round comes back to it. */
    private void line(QueuedMessage standing) {
        long now = now();
        for (int at = 0; at < standing.destinations().size(); at++) {
            Destination destination = standing.destinations().get(at);
            if (!destination.local() && destination.next() <= now) {
                Place place = new Place(standing.id(), at, destination);
                ports.crew().later(destination.key(), () -> attempt(place));
            }
        }
    }

    private record Begun(int at, Claim claim, Crew.Slot slot) {}

    private QueuedMessage insert(QueuedMessage message, List<Begun> begun) {
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
    private static List<Recipient> settledHere(QueuedMessage ours, QueuedMessage standing) {
        return ours.recipients().stream()
                .filter(r -> !r.tried().isEmpty())
                .filter(r -> standing.recipients().get(r.ordinal()).equals(r))
                .toList();
    }

    private void begin(QueuedMessage standing, Begun begun) {
        if (SureQueue.holds(standing, begun.at(), begun.claim())) {
            begun.slot().run(() -> make(standing, begun.at(), begun.claim()));
        } else {
            leave(begun);
        }
    }

    private void leave(Begun begun) {
        mine.end(begun.claim());
        begun.slot().release();
    }

    /** Makes an attempt at a destination that is due, or whose claim was lost by its worker. */
    public void attempt(Place place) {
        Claim claim = mine.fresh();
        take(place, claim).ifPresent(message -> make(message, place.destination(), claim));
    }

    /**
     * Ends a destination by decision, without an attempt.
     *
     * @param decision the outcomes, for the message as it stands under the claim
     * @return false when the destination is not as it was seen
     */
    public boolean resolve(Place place, Function<QueuedMessage, Map<Integer, Outcome>> decision) {
        Claim claim = mine.fresh();
        Optional<QueuedMessage> message = take(place, claim);
        message.ifPresent(found -> {
            try {
                settle(found, place.destination(), claim, decision.apply(found));
            } finally {
                mine.end(claim);
            }
        });
        return message.isPresent();
    }

    private Optional<QueuedMessage> take(Place place, Claim claim) {
        Optional<QueuedMessage> message = Optional.empty();
        try {
            message = queue.claim(place, claim);
        } finally {
            if (message.isEmpty()) {
                mine.end(claim);
            }
        }
        if (place.seen().claim().map(Claim::dotted).orElse(false)) {
            message.ifPresent(m -> telling.maybeTwice(m, place.destination(), now()));
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

    private Map<Integer, Outcome> tried(QueuedMessage message, int at, Claim claim) {
        List<Integer> ordinals = ordinals(message, at);
        if (ordinals.isEmpty()) {
            return Map.of();
        }
        try {
            return go(message, at, claim, ordinals);
        } catch (Stopped e) {
            throw e;
        } catch (RuntimeException e) {
            return all(ordinals, FailurePolicy.outcome(new Defect(e.toString())));
        }
    }

    private Map<Integer, Outcome> go(
            QueuedMessage message, int at, Claim claim, List<Integer> ordinals) {
        String key = message.destinations().get(at).key();
        return switch (key) {
            case Destination.LOCAL ->
                    ports.local().deliver(message.mail(), message.body(), ordinals);
            case Destination.UNREADABLE ->
                    all(ordinals, Unreadable.readAgain(message.body(), ports.outbox()));
            case Entering.NO_DOMAIN ->
                    all(ordinals, FailurePolicy.outcome(new BadAddress("without a domain")));
            default -> {
                BooleanSupplier mayEnd = () -> mayEnd(message.id(), at, claim.token());
                yield ports.relay().relay(message.mail(), message.body(), key, ordinals, mayEnd);
            }
        };
    }

    /** Looks at the claim again: after this a worker that takes it over counts. */
    boolean mayEnd(String id, int at, String token) {
        return queue.dot(id, at, token);
    }

    /** Writes what an attempt came to; what follows is produced only after it stands. */
    void settle(QueuedMessage message, int at, Claim claim, Map<Integer, Outcome> outcomes) {
        Settlement settlement = settling.settle(message, at, claim.token(), outcomes, now());
        boolean closed = settleLast(message, at, claim, settlement);
        if (!closed && !queue.settle(message.id(), at, claim, settlement)) {
            telling.lostClaim(message, at);
            return;
        }
        QueuedMessage after = message.after(at, settlement);
        telling.recipients(after, settlement.recipients(), now());
        if (settlement.destination().maybeTwice() > message.destinations().get(at).maybeTwice()) {
            telling.maybeTwice(message, at, now());
        }
        followAll(after, settlement.pending());
        if (!closed) {
            close(after);
        }
    }

    /** A body in transit is dropped before the document is closed: that takes two steps. */
    private boolean settleLast(QueuedMessage message, int at, Claim claim, Settlement settlement) {
        return !(message.body() instanceof Body.Transit)
                && settlement.pending().isEmpty()
                && message.left() + settlement.leftChange() == 1
                && queue.settleLast(message.id(), at, claim, settlement, now());
    }

    private void followAll(QueuedMessage message, List<Pending> pending) {
        for (Pending each : pending) {
            try {
                follow(message, each);
            } catch (AnswerLost e) {
                // It stands as pending: the rounds come back to it.
                telling.unproduced(message, e);
            }
        }
    }

    /**
     * Produces a message that follows, then marks it; the order matters.
     *
     * @throws AnswerLost when it may not be on the log; it stays pending
     */
    void follow(QueuedMessage message, Pending pending) {
        byte[] head = ports.bodies().head(message.body(), Notices.HEAD);
        ports.outbox().produce(ports.notices().compose(message, pending, head));
        ports.queue().mark(message.id(), pending.id());
    }

    /**
     * Finishes what was left half done on a message: messages that follow, the body.
     *
     * @throws AnswerLost when something did not answer; the next round comes back to it
     */
    public final void finish(String id) {
        Optional<QueuedMessage> message = ports.queue().find(id);
        message.ifPresent(found -> {
            found.pending().forEach(pending -> follow(found, pending));
            close(found);
        });
    }

    private void close(QueuedMessage message) {
        try {
            if (message.body() instanceof Body.Transit) {
                boolean closable =
                        ports.queue()
                                .find(message.id())
                                .filter(QueuedMessage::closable)
                                .isPresent();
                if (!closable) {
                    return;
                }
                ports.bodies().drop(message.body());
            }
            ports.queue().close(message.id(), now());
        } catch (AnswerLost e) {
            telling.unclosed(message, e);
        }
    }

    private void dropBody(QueuedMessage message) {
        try {
            ports.bodies().drop(message.body());
        } catch (AnswerLost e) {
            telling.unclosed(message, e);
        }
    }

    private static List<Integer> ordinals(QueuedMessage message, int at) {
        return message.open(at).stream().map(Recipient::ordinal).toList();
    }

    private static Map<Integer, Outcome> all(List<Integer> ordinals, Outcome outcome) {
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        ordinals.forEach(ordinal -> outcomes.put(ordinal, outcome));
        return outcomes;
    }

    private long now() {
        return self.clock().millis();
    }
}
