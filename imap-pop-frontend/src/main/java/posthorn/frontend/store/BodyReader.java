package posthorn.frontend.store;

import org.jspecify.annotations.Nullable;

/** Octets of a message, in pieces as they come from the store. For one thread. */
public interface BodyReader extends AutoCloseable {

    /**
     * The next piece, never empty; null at the end. Blocks until there is one. The receiver owns
     * the array.
     *
     * @throws MessageGoneException before the first piece, when there is no such message any more
     * @throws StoreUnavailableException when the store went away
     */
    byte @Nullable [] next();

    /** Asks for no more. Further calls have no effect. */
    @Override
    void close();

    /** The message was expunged, and its body with it. */
    final class MessageGoneException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public MessageGoneException(String message) {
            super(message);
        }
    }
}
