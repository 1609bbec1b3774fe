package posthorn.delivery.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Discarded;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.AttemptResult.Held;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.queue.RecipientState;
import posthorn.delivery.queue.Settlement;
import posthorn.protocol.wire.Notify;

/**
 * From the results of an attempt to what is recorded. Never a notification for a message with the
 * null reverse-path, never one that NOTIFY forbids (RFC 3461 §4.1), never to a sender who is not
 * among {@link NotifiedSenders}, and of a delay only to one who signed in.
 */
public final class SettlementRules {

    private static final String EXPIRED = "4.4.7";

    private static final String UNTOLD = " (the sender is not told: nothing proves who it is)";

    /** Characters of a reply that leave room for these words. */
    private static final int SHORTENED = 400;

    private final RetryPlan local;
    private final RetryPlan remote;
    private final RandomGenerator random;
    private final NotifiedSenders notified;

    /**
     * Rules over two plans.
     *
     * @param local plan for mailboxes of ours
     * @param remote plan for other hosts
     * @param random for the delays
     * @param notified who is told
     */
    public SettlementRules(
            RetryPlan local, RetryPlan remote, RandomGenerator random, NotifiedSenders notified) {
        this.local = local;
        this.remote = remote;
        this.random = random;
        this.notified = notified;
    }

    /**
     * What {@code results} make of a destination.
     *
     * @param token of the claim that ends
     * @param results by ordinal, for some or all open recipients of the destination; those without
     *     one stay as they are
     */
    public Settlement settle(
            QueuedMessage message,
            int at,
            String token,
            Map<Integer, AttemptResult> results,
            long now) {
        Map<Integer, QueuedRecipient> changed = new LinkedHashMap<>();
        List<Integer> failures = new ArrayList<>();
        List<Integer> delays = new ArrayList<>();
        List<Integer> successes = new ArrayList<>();
        List<QueuedRecipient> open = message.open(at);
        RetryPlan plan = plan(message.destinations().get(at));
        for (QueuedRecipient recipient : open) {
            AttemptResult result = results.get(recipient.ordinal());
            if (result != null) {
                QueuedRecipient after = after(plan, message, recipient, result, now);
                if (tellsFailure(message, after, result)) {
                    failures.add(after.ordinal());
                }
                if (tellsDelay(plan, message, after, result, now)) {
                    delays.add(after.ordinal());
                    after = after.withDelayNotified();
                }
                if (tellsSuccess(message, after, result)) {
                    successes.add(after.ordinal());
                }
                changed.put(after.ordinal(), after);
            }
        }
        List<PendingNotification> pending = new ArrayList<>();
        pending(message, PendingNotification.Kind.FAILURE, failures, now).ifPresent(pending::add);
        pending(message, PendingNotification.Kind.DELAY, delays, now).ifPresent(pending::add);
        pending(message, PendingNotification.Kind.SUCCESS, successes, now).ifPresent(pending::add);
        Destination next = next(message, at, token, results, changed, now);
        boolean done =
                open.stream()
                        .map(r -> changed.getOrDefault(r.ordinal(), r))
                        .allMatch(r -> r.state().isFinal());
        int leftChange = pending.size() - (done && !open.isEmpty() ? 1 : 0);
        return new Settlement(next, List.copyOf(changed.values()), pending, leftChange);
    }

    private QueuedRecipient after(
            RetryPlan plan,
            QueuedMessage message,
            QueuedRecipient before,
            AttemptResult result,
            long now) {
        Attempt attempt = result.attempt(now);
        return switch (result) {
            case Delivered done -> before.after(attempt, done.state());
            case Failed _ -> before.after(told(message, attempt), failed(message, before));
            case Held _ -> before.after(attempt, RecipientState.HELD);
            case Discarded _ -> before.after(attempt, RecipientState.DISCARDED);
            case Deferred deferred ->
                    plan.givesUp(message.created(), now, before.attempts() + 1)
                            ? before.after(
                                    told(message, expired(deferred, now)), failed(message, before))
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
    private RecipientState failed(QueuedMessage message, QueuedRecipient recipient) {
        boolean unwanted =
                !message.mail().getReversePath().isEmpty()
                        && !(wants(message, recipient, Notify.FAILURE)
                                && notified.include(message.mail()));
        return unwanted ? RecipientState.DISCARDED : RecipientState.BOUNCED;
    }

    /** The last attempt, with a word on it where its sender is not told. */
    private Attempt told(QueuedMessage message, Attempt last) {
        boolean untold =
                !message.mail().getReversePath().isEmpty() && !notified.include(message.mail());
        return untold
                ? new Attempt(
                        last.at(), last.status(), last.host(), shortened(last.reply()) + UNTOLD)
                : last;
    }

    private static String shortened(String reply) {
        return reply.length() <= SHORTENED ? reply : reply.substring(0, SHORTENED) + "...";
    }

    private static boolean tellsFailure(
            QueuedMessage message, QueuedRecipient after, AttemptResult result) {
        boolean dropped = result instanceof Discarded discarded && discarded.notifySender();
        return !message.mail().getReversePath().isEmpty()
                && (after.state() == RecipientState.BOUNCED || dropped);
    }

    /** A host that knows DSN tells by itself what becomes of what it took (RFC 3461 §5.2.1). */
    private boolean tellsSuccess(
            QueuedMessage message, QueuedRecipient after, AttemptResult result) {
        List<Notify> notify = message.mail().getRecipients(after.ordinal()).getNotifyList();
        return result instanceof Delivered delivered
                && !delivered.reportedOn()
                && notify.contains(Notify.SUCCESS)
                && notified.include(message.mail())
                && !message.mail().getReversePath().isEmpty();
    }

    private static boolean tellsDelay(
            RetryPlan plan,
            QueuedMessage message,
            QueuedRecipient after,
            AttemptResult result,
            long now) {
        return result instanceof Deferred
                && after.state() == RecipientState.WAITING
                && !after.delayNotified()
                && plan.noticeDue(message.created(), now)
                && message.senderIsKnown()
                && !message.mail().getReversePath().isEmpty()
                && wants(message, after, Notify.DELAY);
    }

    private static boolean wants(QueuedMessage message, QueuedRecipient recipient, Notify what) {
        List<Notify> notify = message.mail().getRecipients(recipient.ordinal()).getNotifyList();
        return notify.isEmpty() || notify.contains(what);
    }

    private static Optional<PendingNotification> pending(
            QueuedMessage message,
            PendingNotification.Kind kind,
            List<Integer> ordinals,
            long now) {
        return ordinals.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        PendingNotification.of(
                                message.id(),
                                kind,
                                ordinals,
                                now,
                                message.destinations().size() == 1));
    }

    private Destination next(
            QueuedMessage message,
            int at,
            String token,
            Map<Integer, AttemptResult> results,
            Map<Integer, QueuedRecipient> changed,
            long now) {
        Destination before = message.destinations().get(at);
        int attempts = before.attempts() + (results.isEmpty() ? 0 : 1);
        boolean waits =
                message.open(at).stream()
                        .map(r -> changed.getOrDefault(r.ordinal(), r))
                        .anyMatch(r -> r.state() == RecipientState.WAITING);
        boolean lostReply =
                results.values().stream().anyMatch(o -> o instanceof Deferred d && d.maybeTwice());
        long next =
                waits
                        ? plan(before).next(message.created(), now, Math.max(1, attempts), random)
                        : Destination.NEVER;
        int twice = before.maybeTwice() + (lostReply ? 1 : 0);
        return new Destination(before.key(), next, Optional.empty(), token, attempts, twice);
    }
}
