package posthorn.delivery.queue;

import java.util.List;

/**
 * What an attempt makes of a destination: written by one update that matches the claim's token and
 * ends the claim.
 *
 * @param destination as it is to stand afterwards, without a claim
 * @param recipients those that changed
 * @param pending notifications from it
 * @param leftChange what it adds to {@link QueuedMessage#left}
 */
public record Settlement(
        Destination destination,
        List<QueuedRecipient> recipients,
        List<PendingNotification> pending,
        int leftChange) {

    /** Keeps the lists from changing. */
    public Settlement {
        recipients = List.copyOf(recipients);
        pending = List.copyOf(pending);
    }
}
