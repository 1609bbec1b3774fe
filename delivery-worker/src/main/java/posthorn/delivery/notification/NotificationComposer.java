package posthorn.delivery.notification;

import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.protocol.wire.AcceptedMail;

/**
 * Composes the message that a pending notification of a queued message stands for. The same
 * arguments always give the same message.
 */
@FunctionalInterface
public interface NotificationComposer {

    /** Octets of the original that are looked at. */
    int HEAD = 64 * 1024;

    /**
     * The message that {@code pending} stands for, with its id.
     *
     * @param head the first {@link #HEAD} octets of the original, or all when it has fewer
     */
    AcceptedMail compose(QueuedMessage message, PendingNotification pending, byte[] head);
}
