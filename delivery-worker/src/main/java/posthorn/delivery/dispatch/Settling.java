package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import posthorn.delivery.dispatch.Outcome.Deferred;
import posthorn.delivery.dispatch.Outcome.Delivered;
import posthorn.delivery.dispatch.Outcome.Discarded;
import posthorn.delivery.dispatch.Outcome.Failed;
import posthorn.delivery.dispatch.Outcome.Held;
import posthorn.protocol.wire.Notify;

/**
 * From the outcomes of an attempt to what is recorded. Never a notification for a message with the
 * null reverse-path, never one that NOTIFY forbids (RFC 3461 §4.1).
 */
final class Settling {

    private static final String EXPIRED = "4.4.7";

    private final RetryPlan local;
    private final RetryPlan remote;
    private final RandomGenerator random;

    Settling(RetryPlan local, RetryPlan remote, RandomGenerator random) {
        this.local = local;
        this.remote = remote;
        this.random = random;
    }

    /**
     * What {@code outcomes} make of a destination.
     *
     * @param token of the claim that ends
     * @param outcomes by ordinal, for some or all open recipients of the destination; those without
     *     one stay as they are
     */
    Settlement settle(
            QueuedMessage message, int at, String token, Map<Integer, Outcome> outcomes, long now) {
        Map<Integer, Recipient> changed = new LinkedHashMap<>();
        List<Integer> failures = new ArrayList<>();
        List<Integer> delays = new ArrayList<>();
        List<Recipient> open = message.open(at);
        RetryPlan plan = plan(message.destinations().get(at));
        for (Recipient recipient : open) {
            Outcome outcome = outcomes.get(recipient.ordinal());
            if (outcome != null) {
                Recipient after = after(plan, message, recipient, outcome, now);
                if (tellsFailure(message, after, outcome)) {
                    failures.add(after.ordinal());
                }
                if (tellsDelay(plan, message, after, outcome, now)) {
                    delays.add(after.ordinal());
                    after = after.withNotice();
                }
                changed.put(after.ordinal(), after);
            }
        }
        List<Pending> pending = new ArrayList<>();
        pending(message, Pending.Kind.FAILURE, failures, now).ifPresent(pending::add);
        pending(message, Pending.Kind.DELAY, delays, now).ifPresent(pending::add);
        Destination next = next(message, at, token, outcomes, changed, now);
        boolean done =
                open.stream()
                        .map(r -> changed.getOrDefault(r.ordinal(), r))
                        .allMatch(r -> r.state().isFinal());
        int leftChange = pending.size() - (done && !open.isEmpty() ? 1 : 0);
        return new Settlement(next, List.copyOf(changed.values()), pending, leftChange);
    }

    private static Recipient after(
            RetryPlan plan, QueuedMessage message, Recipient before, Outcome outcome, long now) {
        Attempt attempt = Attempt.of(now, outcome);
        return switch (outcome) {
            case Delivered done -> before.after(attempt, done.state());
            case Failed _ -> before.after(attempt, failed(message, before));
            case Held _ -> before.after(attempt, RecipientState.HELD);
            case Discarded _ -> before.after(attempt, RecipientState.DISCARDED);
            case Deferred deferred ->
                    plan.givesUp(message.created(), now, before.attempts() + 1)
                            ? before.after(expired(deferred, now), failed(message, before))
                            : before.after(attempt, RecipientState.WAITING);
        };
    }

    private RetryPlan plan(Destination destination) {
        return destination.local() ? local : remote;
    }

    private static Attempt expired(Deferred last, long now) {
        return new Attempt(now, EXPIRED, last.host(), last.reply());
    }

    /** What failed is returned, unless nobody wants it back: that is a rule, and recorded. */
    private static RecipientState failed(QueuedMessage message, Recipient recipient) {
        boolean unwanted =
                !message.mail().getReversePath().isEmpty()
                        && !wants(message, recipient, Notify.FAILURE);
        return unwanted ? RecipientState.DISCARDED : RecipientState.BOUNCED;
    }

    private static boolean tellsFailure(QueuedMessage message, Recipient after, Outcome outcome) {
        boolean dropped = outcome instanceof Discarded discarded && discarded.tell();
        return !message.mail().getReversePath().isEmpty()
                && (after.state() == RecipientState.BOUNCED || dropped);
    }

    private static boolean tellsDelay(
            RetryPlan plan, QueuedMessage message, Recipient after, Outcome outcome, long now) {
        return outcome instanceof Deferred
                && after.state() == RecipientState.WAITING
                && !after.noticed()
                && plan.noticeDue(message.created(), now)
                && !message.mail().getReversePath().isEmpty()
                && wants(message, after, Notify.DELAY);
    }

    private static boolean wants(QueuedMessage message, Recipient recipient, Notify what) {
        List<Notify> notify = message.mail().getRecipients(recipient.ordinal()).getNotifyList();
        return notify.isEmpty() || notify.contains(what);
    }

    private static Optional<Pending> pending(
            QueuedMessage message, Pending.Kind kind, List<Integer> ordinals, long now) {
        return ordinals.isEmpty()
                ? Optional.empty()
                : Optional.of(Pending.of(message.id(), kind, ordinals, now));
    }

    private Destination next(
            QueuedMessage message,
            int at,
            String token,
            Map<Integer, Outcome> outcomes,
            Map<Integer, Recipient> changed,
            long now) {
        Destination before = message.destinations().get(at);
        int attempts = before.attempts() + (outcomes.isEmpty() ? 0 : 1);
        boolean waits =
                message.open(at).stream()
                        .map(r -> changed.getOrDefault(r.ordinal(), r))
                        .anyMatch(r -> r.state() == RecipientState.WAITING);
        boolean lostReply =
                outcomes.values().stream().anyMatch(o -> o instanceof Deferred d && d.maybeTwice());
        long next =
                waits
                        ? plan(before).next(message.created(), now, Math.max(1, attempts), random)
                        : Destination.NEVER;
        int twice = before.maybeTwice() + (lostReply ? 1 : 0);
        return new Destination(before.key(), next, Optional.empty(), token, attempts, twice);
    }
}
