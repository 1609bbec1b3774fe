package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.List;
import posthorn.protocol.wire.AcceptedMail;

/**
 * The queue's document of one message. Everything in it becomes true by one of the updates of
 * {@link QueueStore}; each of them names what it expects to find.
 *
 * @param mail the accepted message without its inline body
 * @param body where its octets are
 * @param recipients every recipient, by ordinal
 * @param destinations groups of recipients; a recipient names its group by position
 * @param pending messages that follow and are unmarked
 * @param followed ids of those that were produced and marked
 * @param left what is still to be done: destinations with an open recipient, pending messages, and
 *     one for the body; 0: closed
 */
public record QueuedMessage(
        AcceptedMail mail,
        Body body,
        List<Recipient> recipients,
        List<Destination> destinations,
        List<Pending> pending,
        List<String> followed,
        int left) {

    /** Keeps the lists from changing. */
    public QueuedMessage {
        recipients = List.copyOf(recipients);
        destinations = List.copyOf(destinations);
        pending = List.copyOf(pending);
        followed = List.copyOf(followed);
    }

    /** The message's id. */
    public String id() {
        return mail.getId();
    }

    /** Milliseconds since 1970: when it was accepted. Give-up and notices count from here. */
    public long created() {
        return mail.getArrival().getAt();
    }

    /** Recipients of {@code destination} for which an attempt can be made. */
    public List<Recipient> open(int destination) {
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
        return new QueuedMessage(mail, body, recipients, changed, pending, followed, left);
    }

    /** What {@code settlement} makes of it. */
    public QueuedMessage after(int at, Settlement settlement) {
        List<Recipient> changed = new ArrayList<>(recipients);
        settlement.recipients().forEach(r -> changed.set(r.ordinal(), r));
        List<Destination> groups = new ArrayList<>(destinations);
        groups.set(at, settlement.destination());
        List<Pending> follows = new ArrayList<>(pending);
        follows.addAll(settlement.pending());
        return new QueuedMessage(
                mail, body, changed, groups, follows, followed, left + settlement.leftChange());
    }
}
