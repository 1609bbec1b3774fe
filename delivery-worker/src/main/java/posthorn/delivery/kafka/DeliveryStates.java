package posthorn.delivery.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import posthorn.delivery.api.MailboxApiDelivery;
import posthorn.delivery.mongo.MongoQueue;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.DeliveryEvent;

/**
 * Whether each recipient of a message is in a state: where the events say so, else where the queue
 * has the message, else where the account's log has the delivery.
 */
final class DeliveryStates {

    /**
     * What the ledger remembers of a record.
     *
     * @param id message id; for a record that cannot be read, that of its stand-in
     * @param accounts account of each recipient; empty text: remote
     */
    record Message(String id, List<String> accounts) {}

    private final MongoTrace trace;
    private final MongoQueue queue;
    private final MailboxApiDelivery mailboxes;

    DeliveryStates(MongoTrace trace, MongoQueue queue, MailboxApiDelivery mailboxes) {
        this.trace = trace;
        this.queue = queue;
        this.mailboxes = mailboxes;
    }

    /**
     * Ids of those whose recipients all are in a state.
     *
     * @throws posthorn.delivery.queue.AnswerLost when the store does not answer
     */
    Set<String> settled(Collection<Message> messages) {
        Map<String, Message> open = new HashMap<>();
        messages.forEach(message -> open.put(message.id(), message));
        Set<String> settled = new HashSet<>();
        trace.of(open.keySet())
                .forEach((id, events) -> {
                    Message message = open.get(id);
                    if (message != null && allEnded(message, events)) {
                        settled.add(id);
                    }
                });
        open.keySet().removeAll(settled);
        if (!open.isEmpty()) {
            settled.addAll(queue.standing(open.keySet()));
            open.keySet().removeAll(settled);
        }
        open.values().stream().filter(this::stored).map(Message::id).forEach(settled::add);
        return settled;
    }

    private static boolean allEnded(Message message, List<DeliveryEvent> events) {
        Set<Integer> ended = new HashSet<>();
        for (DeliveryEvent event : events) {
            switch (event.getKind()) {
                case DELIVERED, RELAYED, BOUNCED, DISCARDED -> ended.add(event.getOrdinal());
                case ACCEPTED, DEFERRED, HELD, MAYBE_TWICE, EVENT_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
        return IntStream.range(0, message.accounts().size()).allMatch(ended::contains);
    }

    /** Only a message with local recipients alone has no document. */
    private boolean stored(Message message) {
        if (message.accounts().isEmpty() || message.accounts().stream().anyMatch(String::isEmpty)) {
            return false;
        }
        try {
            for (int ordinal = 0; ordinal < message.accounts().size(); ordinal++) {
                List<String> key = List.of(message.id() + "/" + ordinal);
                if (!mailboxes.delivered(message.accounts().get(ordinal), key).contains(true)) {
                    return false;
                }
            }
            return true;
        } catch (AnswerLost e) {
            return false;
        }
    }
}
