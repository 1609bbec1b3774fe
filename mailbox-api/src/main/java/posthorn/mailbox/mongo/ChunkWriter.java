package posthorn.mailbox.mongo;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts octets that come one after another into chunks of one size and writes each as soon as it is
 * full; less than one chunk is in memory between two calls. For one caller at a time.
 */
final class ChunkWriter {

    private final int step;
    private final Function<Chunks.Chunk, Uni<Void>> put;
    private byte[] held = new byte[0];
    private int length;
    private int number;

    /**
     * @param put writes a chunk; called again when it has completed
     */
    ChunkWriter(int step, Function<Chunks.Chunk, Uni<Void>> put) {
        this.step = step;
        this.put = put;
    }

    /** Octets in memory. */
    int kept() {
        return length;
    }

    /** Completes when all full chunks are written. */
    Uni<Void> write(ByteBuffer octets) {
        return Uni.createFrom()
                .deferred(() -> {
                    List<Chunks.Chunk> full = take(octets.duplicate());
                    return full.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : Multi.createFrom()
                                    .iterable(full)
                                    .onItem()
                                    .transformToUniAndConcatenate(put::apply)
                                    .collect()
                                    .last()
                                    .replaceWithVoid();
                });
    }

    /** Completes when the last chunk is written, too; there is always one, which may be empty. */
    Uni<Void> finish() {
        return Uni.createFrom()
                .deferred(() -> {
                    if (length == 0 && number > 0) {
                        return Uni.createFrom().voidItem();
                    }
                    ByteBuffer rest = ByteBuffer.wrap(held, 0, length);
                    length = 0;
                    return put.apply(new Chunks.Chunk(number++, rest));
                });
    }

    private List<Chunks.Chunk> take(ByteBuffer octets) {
        List<Chunks.Chunk> full = new ArrayList<>();
        while (octets.hasRemaining()) {
            if (length == 0 && octets.remaining() >= step) {
                full.add(new Chunks.Chunk(number++, octets.slice(octets.position(), step)));
                octets.position(octets.position() + step);
            } else if (keep(octets)) {
                full.add(new Chunks.Chunk(number++, ByteBuffer.wrap(held)));
                held = new byte[0];
                length = 0;
            }
        }
        return full;
    }

    /** Whether what is kept is a whole chunk now. */
    private boolean keep(ByteBuffer octets) {
        int count = Math.min(octets.remaining(), step - length);
        if (length + count > held.length) {
            int room = Math.min(step, Math.max(length + count, 2 * held.length));
            held = Arrays.copyOf(held, room);
        }
        octets.get(held, length, count);
        length += count;
        return length == step;
    }
}
