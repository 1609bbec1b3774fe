package posthorn.mailbox.clients;

import java.time.Duration;

/**
 * What is counted together.
 *
 * @param event what was done
 * @param subject who did it; bounded: whoever makes one has looked at its length
 * @param window counts are of one window of time, which begins at a multiple of this length; whole
 *     seconds, at least one
 */
public record EventKey(Event event, Subject subject, Duration window) {

    /** Something that clients do. */
    public enum Event {
        /** Named a recipient that is unknown or not ours. */
        RECIPIENT_REFUSED,
        /** Connected. */
        CONNECTION,
        /** Began a message without having signed in. */
        MESSAGE,
        /** Began a message as a user. */
        SUBMITTED_MESSAGE,
        /** Named a recipient as a user. */
        SUBMITTED_RECIPIENT,
        /** Was named as a recipient by another server. */
        RECEIVED_MESSAGE,
        /** Was answered for its owner, who is away. */
        AUTOMATIC_REPLY
    }

    /** Who did something. */
    public sealed interface Subject {
        /**
         * A client or a network of them.
         *
         * @param name as {@link posthorn.mailbox.budget.ClientNetwork#of} names a client, or a
         *     network with its prefix, as in {@code 192.0.2.0/24}
         */
        record Network(String name) implements Subject {}

        /**
         * An account.
         *
         * @param id of the account
         */
        record Account(String id) implements Subject {}
    }

    /** When the window ends that a time is in: milliseconds since 1970, as the time is. */
    public long endOfWindow(long now) {
        long length = window.toMillis();
        return (now / length + 1) * length;
    }
}
