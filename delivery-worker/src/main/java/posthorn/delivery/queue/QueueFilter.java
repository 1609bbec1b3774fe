package posthorn.delivery.queue;

import java.util.Locale;
import java.util.Optional;

/**
 * Which messages with something left to do somebody wants to see. A text may stand anywhere in what
 * it is about, in any letter case; an empty one lets everything through. Recipient, destination and
 * state have to fit one recipient.
 *
 * @param sender of the reverse-path
 * @param recipient of an address that is not done
 * @param destination of its destination's key
 * @param state of it; empty: any that is not final
 */
public record QueueFilter(
        String sender, String recipient, String destination, Optional<RecipientState> state) {

    /** Lets everything through. */
    public static final QueueFilter NONE = new QueueFilter("", "", "", Optional.empty());

    public QueueFilter {
        sender = folded(sender);
        recipient = folded(recipient);
        destination = folded(destination);
    }

    /** Whether it is one of those. */
    public boolean matches(QueuedMessage message) {
        return folded(message.mail().getReversePath()).contains(sender)
                && message.recipients().stream()
                        .anyMatch(each -> each.open() && matches(message, each));
    }

    private boolean matches(QueuedMessage message, QueuedRecipient each) {
        boolean known = each.ordinal() < message.mail().getRecipientsCount();
        String address = known ? message.mail().getRecipients(each.ordinal()).getAddress() : "";
        return folded(address).contains(recipient)
                && message.destinations().get(each.destination()).key().contains(destination)
                && state.map(wanted -> wanted == each.state()).orElse(true);
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
