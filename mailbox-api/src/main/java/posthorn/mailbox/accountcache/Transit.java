package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Bodies of messages on the way, too large for the log. Each belongs to one message. */
public interface Transit {

    /**
     * What a body is called.
     *
     * @param message id of the message that it belongs to
     * @param body random: what a client that broke off left behind is never taken for what the next
     *     attempt stored
     */
    record Name(String message, String body) {

        /**
         * The name in a text.
         *
         * @throws IllegalArgumentException when it is none
         */
        public static Name parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
                throw new IllegalArgumentException("'" + text + "' is no name of a transit body");
            }
            return new Name(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return message + "/" + body;
        }
    }

    /**
     * Stores a body.
     *
     * @param name asked for when the first octets, or the end, have come
     * @return completes when all of it stands with majority and journal
     */
    Uni<Void> put(Supplier<Name> name, Multi<ByteBuffer> octets);

    /**
     * Its octets, as they are asked for; fails with {@link java.util.NoSuchElementException} when
     * it is gone.
     */
    Multi<ByteBuffer> get(Name name);

    /**
     * How many octets it has; fails with {@link java.util.NoSuchElementException} when it is gone.
     */
    Uni<Long> size(Name name);

    /** Removes it; no error when it is gone. */
    Uni<Void> drop(Name name);
}
