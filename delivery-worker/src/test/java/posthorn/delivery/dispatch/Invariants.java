package posthorn.delivery.dispatch;

import java.util.List;
import java.util.Optional;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;

/** What has to be true at the end of a run. */
final class Invariants {

    private final QueueWorld world;
    private final RetryPlan plan;
    private final long lifetime;
    private final List<AcceptedMail> accepted;

    Invariants(QueueWorld world, RetryPlan plan, long lifetime, List<AcceptedMail> accepted) {
        this.world = world;
        this.plan = plan;
        this.lifetime = lifetime;
        this.accepted = accepted;
    }

    void judge() {
        for (QueueWorld.LogRecord record : world.log) {
            require(record.acknowledged, record.mail.getId() + " was never acknowledged");
        }
        for (AcceptedMail mail : accepted) {
            for (int ordinal = 0; ordinal < mail.getRecipientsCount(); ordinal++) {
                recipient(mail, ordinal);
            }
        }
        world.queue.all().forEach(this::document);
        world.told.forEach(this::told);
        world.dropped.keySet().forEach(_ -> world.count("bodies dropped"));
    }

    private void document(QueuedMessage message) {
        String id = message.id();
        require(message.left() == 0, id + " has something left: " + message);
        require(message.pending().isEmpty(), id + " has messages that follow");
        for (QueuedRecipient recipient : message.recipients()) {
            require(recipient.state().isFinal(), id + " has a recipient without an end");
            require(recipient.state() != RecipientState.HELD, id + " is held");
        }
        if (message.mail().getReversePath().isEmpty()) {
            require(message.produced().isEmpty(), id + " is answered, but has no sender");
        }
    }

    /** Exactly one end, and the world agrees with it. */
    private void recipient(AcceptedMail mail, int ordinal) {
        String key = mail.getId() + "/" + ordinal;
        boolean inMailbox = world.mailboxes.contains(key);
        int sent = world.sent.getOrDefault(key, 0);
        Optional<QueuedMessage> document = world.queue.find(mail.getId());
        if (document.isEmpty()) {
            require(inMailbox && sent == 0, key + " is in no state");
            return;
        }
        QueuedRecipient recipient = document.get().recipients().get(ordinal);
        int twice = document.get().destinations().get(recipient.destination()).maybeTwice();
        switch (recipient.state()) {
            case STORED -> require(inMailbox && sent == 0, key + " is stored nowhere");
            case RELAYED -> require(sent >= 1 && !inMailbox, key + " was relayed to nobody");
            case BOUNCED -> {
                require(!inMailbox, key + " is both returned and stored");
                require(sent <= twice, key + " is both returned and relayed");
                bounced(document.get(), recipient);
            }
            case WAITING, HELD, DISCARDED ->
                    throw new QueueWorld.Violation(key + " is " + recipient.state());
        }
        require(sent <= 1 + twice, key + " was sent more often than counted");
    }

    private void bounced(QueuedMessage message, QueuedRecipient recipient) {
        Attempt last = recipient.tried().getLast();
        if (last.status().equals("4.4.7")) {
            world.count("given up");
            require(
                    recipient.attempts() >= plan.plannedAttempts(),
                    message.id() + " was given up after " + recipient.attempts() + " attempts");
            require(
                    last.at() - message.created() >= lifetime,
                    message.id() + " was given up before its time");
        }
        if (!message.mail().getReversePath().isEmpty()) {
            long reports =
                    world.told.values().stream()
                            .filter(p -> p.kind() == PendingNotification.Kind.FAILURE)
                            .filter(p -> p.ordinals().contains(recipient.ordinal()))
                            .filter(p -> message.id().equals(world.parents.get(p.id())))
                            .filter(p -> arrived(p.id()))
                            .count();
            world.count("reports arrived");
            require(reports == 1, message.id() + " has " + reports + " reports of a failure");
        }
    }

    /** In the sender's mailbox, at its host, or given up in its turn, which is recorded. */
    private boolean arrived(String id) {
        String key = id + "/0";
        boolean recorded =
                world.queue
                        .find(id)
                        .map(m -> m.recipients().getFirst().state() == RecipientState.BOUNCED)
                        .orElse(false);
        return world.mailboxes.contains(key) || world.sent.getOrDefault(key, 0) > 0 || recorded;
    }

    /** Nobody is told of a failure that was none. */
    private void told(String id, PendingNotification pending) {
        QueuedMessage message = world.queue.find(world.parents.getOrDefault(id, "")).orElseThrow();
        for (int ordinal : pending.ordinals()) {
            QueuedRecipient recipient = message.recipients().get(ordinal);
            if (pending.kind() == PendingNotification.Kind.FAILURE) {
                require(
                        recipient.state() == RecipientState.BOUNCED,
                        id + " reports a failure, but the recipient is " + recipient.state());
            } else {
                require(recipient.delayNotified(), id + " tells of a delay that is not recorded");
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new QueueWorld.Violation(otherwise);
        }
    }
}
