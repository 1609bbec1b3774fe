package posthorn.mailbox.mongo;

import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of octets into chunks of one size; of the whole, at most two chunks are in memory.
 */
final class Rechunked {

    private final int step;

    Rechunked(int step) {
        this.step = step;
    }

    /** At least one chunk, which may be empty; all but the last of full size. */
    Multi<Chunks.Chunk> of(Multi<ByteBuffer> content) {
        return Multi.createFrom()
                .deferred(() -> {
                    Cutter cutter = new Cutter();
                    return Multi.createBy()
                            .concatenating()
                            .streams(
                                    content.onItem().transformToIterable(cutter::take),
                                    Multi.createFrom()
                                            .deferred(() ->
                                                    Multi.createFrom()
                                                            .items(cutter.rest().stream())));
                });
    }

    private final class Cutter {
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private int number;

        List<Chunks.Chunk> take(ByteBuffer octets) {
            List<Chunks.Chunk> full = new ArrayList<>();
            ByteBuffer rest = octets.duplicate();
            while (rest.hasRemaining()) {
                byte[] part = new byte[Math.min(rest.remaining(), step - held.size())];
                rest.get(part);
                held.writeBytes(part);
                if (held.size() == step) {
                    full.add(cut());
                }
            }
            return full;
        }

        List<Chunks.Chunk> rest() {
            return held.size() > 0 || number == 0 ? List.of(cut()) : List.of();
        }

        private Chunks.Chunk cut() {
            Chunks.Chunk chunk = new Chunks.Chunk(number++, ByteBuffer.wrap(held.toByteArray()));
            held.reset();
            return chunk;
        }
    }
}
