package posthorn.mailbox.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of messages on the way, too large for the log. Each belongs to one message. */
public interface TransitBodies {

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
         * @throws InvalidRequest when it is none
         */
        public static Name parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
                throw new InvalidRequest("'" + text + "' is no name of a transit body");
            }
            return new Name(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return message + "/" + body;
        }
    }

    /** A body that is being stored, in order, by one caller. */
    interface Writer {
        /**
         * Takes more octets.
         *
         * @param octets not to be changed until it completes
         * @return completes when all that fills a chunk stands with majority and journal; the rest
         *     is in memory
         */
        Uni<Void> write(ByteBuffer octets);

        /** Octets that are in memory between two calls. */
        int kept();

        /** Completes when all of it stands with majority and journal. */
        Uni<Void> finish();
    }

    /**
     * A body that is there, or that somebody began to store.
     *
     * @param stored when that began, milliseconds since 1970, UTC
     */
    record Stored(Name name, long stored) {}

    /** Begins to store a body. */
    Writer writer(Name name);

    /**
     * Its octets, as they are asked for; fails with {@link java.util.NoSuchElementException} when
     * it is gone.
     *
     * @param offset of the first one
     * @param length how many; 0: to the end
     */
    Multi<ByteBuffer> get(Name name, long offset, long length);

    /**
     * How many octets it has; fails with {@link java.util.NoSuchElementException} when it is gone.
     */
    Uni<Long> size(Name name);

    /** Removes it; no error when it is gone. */
    Uni<Void> drop(Name name);

    /**
     * Bodies stored before that time (milliseconds since 1970, UTC), the oldest first, at most
     * {@code limit}.
     *
     * @param after the last one of the page before; null: from the oldest on
     */
    Uni<List<Stored>> list(long before, @Nullable Stored after, int limit);
}
