package posthorn.delivery.dispatch;

import posthorn.protocol.wire.AcceptedMail;

/** Composes the messages that follow from a queued one. Pure: the same in, the same out. */
@FunctionalInterface
public interface Notices {

    /** Octets of the original that are looked at. */
    int HEAD = 64 * 1024;

    /**
     * The message that {@code pending} stands for, with its id.
     *
     * @param head the first {@link #HEAD} octets of the original, or all when it has fewer
     */
    AcceptedMail compose(QueuedMessage message, Pending pending, byte[] head);
}
