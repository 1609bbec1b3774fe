package posthorn.delivery.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

/**
 * The queue's document of one message. Everything in it becomes true by one of the updates of
 * {@link QueueStore}; each of them names what it expects to find.
 *
 * @param mail the accepted message without its inline body
 * @param body where its octets are
 * @param recipients every recipient, by ordinal
 * @param destinations groups of recipients; a recipient names its group by position
 * @param pending notifications and are unmarked
 * @param produced ids of those that were produced and marked
 * @param left what is still to be done: destinations with an open recipient, pending messages, and
 *     one for the body; 0: closed
 */
public record QueuedMessage(
        AcceptedMail mail,
        QueuedBody body,
        List<QueuedRecipient> recipients,
        List<Destination> destinations,
        List<PendingNotification> pending,
        List<String> produced,
        int left) {

    /** Keeps the lists from changing. */
    public QueuedMessage {
        recipients = List.copyOf(recipients);
        destinations = List.copyOf(destinations);
        pending = List.copyOf(pending);
        produced = List.copyOf(produced);
    }

    /**
     * The document of {@code mail} before anything was tried: every destination is due.
     *
     * @param now milliseconds since 1970: when the destinations become due
     */
    public static QueuedMessage accepted(AcceptedMail mail, long now) {
        Map<Copy, Integer> groups = new LinkedHashMap<>();
        List<QueuedRecipient> recipients = new ArrayList<>();
        for (int ordinal = 0; ordinal < mail.getRecipientsCount(); ordinal++) {
            Copy copy = Copy.of(mail.getRecipients(ordinal));
            int group = groups.computeIfAbsent(copy, _ -> groups.size());
            recipients.add(QueuedRecipient.waiting(ordinal, group));
        }
        List<Destination> destinations =
                groups.keySet().stream().map(copy -> Destination.untried(copy.key(), now)).toList();
        return new QueuedMessage(
                mail.toBuilder().clearInline().build(),
                QueuedBody.of(mail),
                recipients,
                destinations,
                List.of(),
                List.of(),
                destinations.size() + 1);
    }

    /**
     * What recipients that travel together have in common: where they are, and what their copy of
     * the message has of its own. Two destinations of one message may have the same key.
     */
    private record Copy(String key, String reversePath, String deliveredTo) {
        static Copy of(MailRecipient recipient) {
            String key = Destination.keyOf(recipient);
            return key.equals(Destination.LOCAL)
                    ? new Copy(key, "", "")
                    : new Copy(key, recipient.getReversePath(), recipient.getDeliveredTo());
        }
    }

    /**
     * The document of a message that is not to be tried before an operator says so: every recipient
     * is held.
     *
     * @param reason why it is held
     */
    public static QueuedMessage held(AcceptedMail mail, Attempt reason) {
        QueuedMessage untried = accepted(mail, Destination.NEVER);
        List<QueuedRecipient> held =
                untried.recipients().stream()
                        .map(r -> r.after(reason, RecipientState.HELD))
                        .toList();
        return new QueuedMessage(
                untried.mail(),
                untried.body(),
                held,
                untried.destinations(),
                List.of(),
                List.of(),
                untried.left());
    }

    /**
     * The document of a record that cannot be handled: one held recipient at {@link
     * Destination#UNREADABLE}, with the record's octets as its body.
     *
     * @param standIn a message with an id, an arrival and a size, and no recipients
     * @param reason why it is held
     */
    public static QueuedMessage unreadable(
            AcceptedMail standIn, QueuedBody octets, Attempt reason) {
        QueuedRecipient held = QueuedRecipient.waiting(0, 0).after(reason, RecipientState.HELD);
        Destination nowhere = Destination.untried(Destination.UNREADABLE, Destination.NEVER);
        return new QueuedMessage(
                standIn, octets, List.of(held), List.of(nowhere), List.of(), List.of(), 2);
    }

    /** The message's id. */
    public String id() {
        return mail.getId();
    }

    /** Milliseconds since 1970: when it was accepted. Give-up and notices count from here. */
    public long created() {
        return mail.getArrival().getAt();
    }

    /** Whether the sender signed in; the reverse-path of others may be forged. */
    public boolean senderIsKnown() {
        return !mail.getArrival().getAccount().isEmpty();
    }

    /** Recipients of {@code destination} for which an attempt can be made. */
    public List<QueuedRecipient> open(int destination) {
        return recipients.stream().filter(r -> r.destination() == destination && r.open()).toList();
    }

    /** Whether nothing but dropping the body is left. */
    public boolean closable() {
        return left == 1;
    }

    /** The same with {@code destination} in place of the one at {@code at}. */
    public QueuedMessage with(int at, Destination destination) {
        List<Destination> changed = new ArrayList<>(destinations);
        changed.set(at, destination);
        return new QueuedMessage(mail, body, recipients, changed, pending, produced, left);
    }

    /** What {@code settlement} makes of it. */
    public QueuedMessage after(int at, Settlement settlement) {
        List<QueuedRecipient> changed = new ArrayList<>(recipients);
        settlement.recipients().forEach(r -> changed.set(r.ordinal(), r));
        List<Destination> groups = new ArrayList<>(destinations);
        groups.set(at, settlement.destination());
        List<PendingNotification> follows = new ArrayList<>(pending);
        follows.addAll(settlement.pending());
        return new QueuedMessage(
                mail, body, changed, groups, follows, produced, left + settlement.leftChange());
    }
}
