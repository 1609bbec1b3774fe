package posthorn.delivery.client;

import java.util.Optional;

/** The octets of a message, in chunks, to be read once. */
@FunctionalInterface
public interface MessageContent {

    /**
     * The next chunk, of any length; empty: the end.
     *
     * @throws ContentLost when the rest cannot be read now
     */
    Optional<byte[]> next() throws ContentLost;

    /** The octets cannot be read. */
    final class ContentLost extends Exception {
        private static final long serialVersionUID = 1L;

        /** A loss for {@code reason}, in words. */
        public ContentLost(String reason) {
            super(reason, null, false, false);
        }
    }
}
