package posthorn.ingress.session;

import java.io.IOException;

/**
 * Where bodies too large for the log wait for their delivery. Safe for all threads. A {@link
 * NoRoomException} means that the store lives and has no room for this client now; any other {@code
 * IOException}, that it could not be reached in time.
 */
public interface TransitStore {

    /** The store has no room at this moment. */
    final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;

        /** With what the store says. */
        public NoRoomException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Begins a body.
     *
     * @param messageId the message that it belongs to
     * @param clientAddress the IP address it comes from, whose share of the store's memory it
     *     counts against
     */
    TransitBody open(String messageId, String clientAddress) throws IOException;

    /** Bodies that were begun and are neither stored nor given up. */
    int uploads();

    /** A body that is being written; for one thread at a time. */
    interface TransitBody {
        /**
         * Appends octets; waits while the store is slow. The array may be used again afterwards.
         */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Ends the body and waits until it is stored durably; its name. */
        String finish() throws IOException;

        /** Gives the body up; nothing of it remains. Never waits. Harmless after the end. */
        void abandon();
    }
}
