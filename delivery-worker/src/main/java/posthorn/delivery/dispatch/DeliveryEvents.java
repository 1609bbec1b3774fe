package posthorn.delivery.dispatch;

import java.util.List;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;

/** Words for what happened: the events of the trace. */
public final class DeliveryEvents {

    private final EventLog events;

    DeliveryEvents(EventLog events) {
        this.events = events;
    }

    /** Tells one event for each of {@code recipients}, from its state and its last attempt. */
    void recipients(QueuedMessage message, List<QueuedRecipient> recipients, long now) {
        append(message, of(message, recipients, now));
    }

    /** One event for each of {@code recipients}, from its state and its last attempt. */
    public static List<DeliveryEvent> of(
            QueuedMessage message, List<QueuedRecipient> recipients, long now) {
        return recipients.stream()
                .filter(recipient -> !recipient.tried().isEmpty())
                .map(recipient -> of(message, recipient, now))
                .toList();
    }

    private static DeliveryEvent of(QueuedMessage message, QueuedRecipient recipient, long now) {
        Attempt last = recipient.tried().getLast();
        DeliveryEvent.Builder event =
                event(message, recipient.ordinal(), now)
                        .setKind(kind(recipient.state()))
                        .setHost(last.host())
                        .setReply(last.reply())
                        .setStatus(last.status());
        if (recipient.state() == RecipientState.WAITING) {
            event.setNextAttempt(message.destinations().get(recipient.destination()).next());
        }
        return event.build();
    }

    /** That a message was accepted, from its record. */
    public static DeliveryEvent accepted(AcceptedMail mail) {
        return DeliveryEvent.newBuilder()
                .setKind(EventKind.ACCEPTED)
                .setMessageId(mail.getId())
                .setOrdinal(-1)
                .setAt(mail.getArrival().getAt())
                .setReversePath(mail.getReversePath())
                .setSize(mail.getSize())
                .setHeaderMessageId(mail.getMessageId())
                .setRecipientCount(mail.getRecipientsCount())
                .setAccount(mail.getArrival().getAccount())
                .build();
    }

    /** Its open recipients may get the message twice. */
    void maybeTwice(QueuedMessage message, int at, long now) {
        append(message, maybeTwice(message, message.open(at), now));
    }

    private void append(QueuedMessage message, List<DeliveryEvent> happened) {
        happened.forEach(event -> events.append(event, message.mail().getTraceparent()));
    }

    /** That {@code recipients} may get the message twice. */
    public static List<DeliveryEvent> maybeTwice(
            QueuedMessage message, List<QueuedRecipient> recipients, long now) {
        return recipients.stream()
                .map(recipient ->
                        event(message, recipient.ordinal(), now)
                                .setKind(EventKind.MAYBE_TWICE)
                                .build())
                .toList();
    }

    void lostClaim(QueuedMessage message, int at) {
        events.warn(
                message.id(),
                "another worker took over the attempt at " + message.destinations().get(at).key());
    }

    void defect(QueuedMessage message, int at, Throwable what) {
        events.defect(
                message.id(),
                "an attempt at " + message.destinations().get(at).key() + " failed unexpectedly",
                what);
    }

    void unfinished(QueuedMessage message, AnswerLost why) {
        events.warn(
                message.id(),
                "its notifications or its body have to wait for the queue runner: "
                        + why.getMessage());
    }

    private static DeliveryEvent.Builder event(QueuedMessage message, int ordinal, long now) {
        return DeliveryEvent.newBuilder()
                .setMessageId(message.id())
                .setHeaderMessageId(message.mail().getMessageId())
                .setOrdinal(ordinal)
                .setRecipient(address(message, ordinal))
                .setReversePath(message.mail().getReversePath())
                .setSize(message.mail().getSize())
                .setLatency(Math.max(0, now - message.created()))
                .setAt(now);
    }

    private static String address(QueuedMessage message, int ordinal) {
        return ordinal < message.mail().getRecipientsCount()
                ? message.mail().getRecipients(ordinal).getAddress()
                : "";
    }

    private static EventKind kind(RecipientState state) {
        return switch (state) {
            case WAITING -> EventKind.DEFERRED;
            case STORED -> EventKind.DELIVERED;
            case RELAYED -> EventKind.RELAYED;
            case BOUNCED -> EventKind.BOUNCED;
            case DISCARDED -> EventKind.DISCARDED;
            case HELD -> EventKind.HELD;
        };
    }
}
