package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthorn.delivery.notification.NotificationComposer;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;

/**
 * What is done about a message when its attempts have been made: its notifications are produced,
 * its body is dropped, its document is closed.
 *
 * <p>The destinations of a message are tried apart, but its sender gets one notification of a kind
 * for all that failed in one go: what an attempt leaves pending waits until no other destination is
 * being tried or due. Then the pending ones are merged into one that is sealed, which is written
 * before it is produced, so that a crash between the two does not tell of a recipient twice.
 *
 * <p>Safe for many threads and many workers at once.
 */
class MessageCompletion {

    private final DispatchPorts ports;
    private final WorkerIdentity self;
    private final DeliveryEvents deliveryEvents;

    MessageCompletion(DispatchPorts ports, WorkerIdentity self) {
        this.ports = ports;
        this.self = self;
        this.deliveryEvents = new DeliveryEvents(ports.events());
    }

    /**
     * Does what can be done now that a destination was settled; what cannot is left to the queue
     * runner.
     *
     * @param message as it stands, or stood a moment ago
     */
    final void afterAttempt(QueuedMessage message) {
        try {
            boolean alone = message.destinations().size() == 1;
            Optional<QueuedMessage> now =
                    alone ? Optional.of(message) : ports.queue().find(message.id());
            if (now.isPresent() && (alone || !active(now.get()))) {
                produceAll(now.get());
                close(now.get());
            }
        } catch (AnswerLost e) {
            deliveryEvents.unfinished(message, e);
        }
    }

    /**
     * Finishes what was left half done on a message: notifications, also when another destination
     * is still being tried, and the body.
     *
     * @throws AnswerLost when something did not answer; the next queue run comes back to it
     */
    final void finish(String id) {
        ports.queue()
                .find(id)
                .ifPresent(found -> {
                    produceAll(found);
                    close(found);
                });
    }

    /** Whether more may fail soon: an attempt is being made or due. */
    private boolean active(QueuedMessage message) {
        long now = self.clock().millis();
        for (int at = 0; at < message.destinations().size(); at++) {
            Destination destination = message.destinations().get(at);
            boolean trying = destination.claim().isPresent() || destination.next() <= now;
            if (trying && !message.open(at).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void produceAll(QueuedMessage message) {
        for (PendingNotification each : sealed(message)) {
            produce(message, each);
        }
    }

    /** Its pending notifications, none of which changes any more; empty also when others do it. */
    List<PendingNotification> sealed(QueuedMessage message) {
        List<PendingNotification> merged = merged(message);
        boolean stands =
                merged.equals(message.pending())
                        || ports.queue().seal(message.id(), message.pending(), merged);
        return stands ? merged : List.of();
    }

    /** Those that are sealed, and one of each kind for those that are not. */
    static List<PendingNotification> merged(QueuedMessage message) {
        List<PendingNotification> merged = new ArrayList<>();
        for (PendingNotification.Kind kind : PendingNotification.Kind.values()) {
            List<PendingNotification> loose = new ArrayList<>();
            for (PendingNotification each : message.pending()) {
                if (each.kind() == kind) {
                    (each.sealed() ? merged : loose).add(each);
                }
            }
            if (!loose.isEmpty()) {
                merged.add(PendingNotification.sealed(message.id(), loose));
            }
        }
        return merged;
    }

    /**
     * Produces a notification, then marks it; the order matters.
     *
     * @throws AnswerLost when it may not be on the log; it stays pending
     */
    void produce(QueuedMessage message, PendingNotification pending) {
        byte[] head = ports.bodies().head(message.body(), NotificationComposer.HEAD);
        ports.acceptedLog().produce(ports.notifications().compose(message, pending, head));
        ports.queue().markProduced(message.id(), pending.id());
    }

    private void close(QueuedMessage message) {
        if (message.body() instanceof QueuedBody.Transit) {
            boolean closable =
                    ports.queue().find(message.id()).filter(QueuedMessage::closable).isPresent();
            if (!closable) {
                return;
            }
            ports.bodies().drop(message.body());
        }
        ports.queue().close(message.id(), self.clock().millis());
    }

    /** Drops the body of a message that never had a document. */
    final void dropBody(QueuedMessage message) {
        try {
            ports.bodies().drop(message.body());
        } catch (AnswerLost e) {
            deliveryEvents.unfinished(message, e);
        }
    }
}
