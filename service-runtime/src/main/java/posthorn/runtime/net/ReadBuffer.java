package posthorn.runtime.net;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was received and not yet consumed. Holds no memory while empty. Event loop only. */
final class ReadBuffer {
    /** Octets that a handler may leave over while it waits for nothing. */
    static final int MOST_LEFT_OVER = 64 * 1024;

    /** Octets from which on nothing more is read while work is awaited. */
    static final int MOST_READ_AHEAD = 4 * 1024;

    private @Nullable ByteBuffer kept;

    /** Puts what came in behind what was kept. The chunk belongs to the readBuffer from then on. */
    void add(byte[] chunk) {
        ByteBuffer before = kept;
        if (before == null || !before.hasRemaining()) {
            kept = ByteBuffer.wrap(chunk);
            return;
        }
        ByteBuffer joined = ByteBuffer.allocate(before.remaining() + chunk.length);
        joined.put(before).put(chunk).flip();
        kept = joined;
    }

    boolean isEmpty() {
        return kept == null || !kept.hasRemaining();
    }

    int size() {
        return kept == null ? 0 : kept.remaining();
    }

    /**
     * Offers what there is, again and again, as long as some of it is taken.
     *
     * @param more asked before each offer
     * @param taker consumes what it can in place
     * @return whether the last offer was taken from; true when there was none
     */
    boolean offer(BooleanSupplier more, Consumer<ByteBuffer> taker) {
        boolean taking = true;
        while (taking && !isEmpty() && more.getAsBoolean()) {
            int before = size();
            taker.accept(Objects.requireNonNull(kept));
            settle();
            taking = size() < before;
        }
        return taking;
    }

    /** Lets go of memory that is not needed any more, and keeps no large array for a short rest. */
    private void settle() {
        ByteBuffer rest = kept;
        if (rest == null) {
            return;
        }
        if (!rest.hasRemaining()) {
            kept = null;
        } else if (rest.remaining() < rest.capacity() / 4) {
            byte[] copy = new byte[rest.remaining()];
            rest.get(copy);
            kept = ByteBuffer.wrap(copy);
        }
    }

    void clear() {
        kept = null;
    }
}
