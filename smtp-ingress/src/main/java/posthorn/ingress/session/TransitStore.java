package posthorn.ingress.session;

import java.io.IOException;
import java.io.InputStream;

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

    /**
     * A body that is stored, from its first octet on. Reading waits for piece after piece; no more
     * than one is in memory.
     *
     * @param name from {@link TransitBody#finish}
     * @param size octets of it
     */
    InputStream read(String name, long size);

    /**
     * Deletes a body that nobody will name; where that fails, it goes some day by itself. Does not
     * wait.
     */
    void drop(String name);

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
