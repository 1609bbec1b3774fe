package posthorn.delivery.rest;

import java.util.List;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.protocol.wire.DeliveryEvent;

/** Queue and trace as JSON shows them. Times are milliseconds since 1970; 0: none. */
final class QueueResponses {

    private QueueResponses() {}

    /** The answer to a list. */
    record Listing(List<Message> messages) {}

    /** One message. */
    record Message(
            String id,
            String reversePath,
            long created,
            long size,
            List<RecipientEntry> recipients) {

        static Message of(QueuedMessage message) {
            return new Message(
                    message.id(),
                    message.mail().getReversePath(),
                    message.created(),
                    message.mail().getSize(),
                    message.recipients().stream().map(r -> RecipientEntry.of(message, r)).toList());
        }
    }

    /** One recipient; {@code maybeTwice} counts how often it may have got the message again. */
    record RecipientEntry(
            int ordinal,
            String address,
            String state,
            int attempts,
            long nextAttempt,
            String lastReply,
            String lastHost,
            String destination,
            int maybeTwice) {

        static RecipientEntry of(QueuedMessage message, QueuedRecipient recipient) {
            Destination destination = message.destinations().get(recipient.destination());
            boolean known = recipient.ordinal() < message.mail().getRecipientsCount();
            boolean planned = recipient.open() && destination.next() != Destination.NEVER;
            boolean tried = !recipient.tried().isEmpty();
            return new RecipientEntry(
                    recipient.ordinal(),
                    known ? message.mail().getRecipients(recipient.ordinal()).getAddress() : "",
                    recipient.state().name(),
                    recipient.attempts(),
                    planned ? destination.next() : 0,
                    tried ? recipient.tried().getLast().reply() : "",
                    tried ? recipient.tried().getLast().host() : "",
                    destination.key(),
                    destination.maybeTwice());
        }
    }

    /** The answer to a trace. */
    record Trace(String id, List<Event> events) {}

    /** One event. */
    record Event(
            String messageId,
            String kind,
            int ordinal,
            String recipient,
            long at,
            String host,
            String reply,
            String status,
            long nextAttempt,
            String reversePath,
            long size,
            String headerMessageId,
            int recipientCount,
            long latency) {

        static Event of(DeliveryEvent event) {
            return new Event(
                    event.getMessageId(),
                    event.getKind().name(),
                    event.getOrdinal(),
                    event.getRecipient(),
                    event.getAt(),
                    event.getHost(),
                    event.getReply(),
                    event.getStatus(),
                    event.getNextAttempt(),
                    event.getReversePath(),
                    event.getSize(),
                    event.getHeaderMessageId(),
                    event.getRecipientCount(),
                    event.getLatency());
        }
    }
}
