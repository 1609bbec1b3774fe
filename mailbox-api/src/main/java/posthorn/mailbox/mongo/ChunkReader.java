package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.mongo.Chunks.Owner;

/**
 * Reads octets that {@link Chunks} wrote, piece by piece as they are asked for. A chunk of which
 * more may be wanted is kept, one for a name: whoever reads in pieces, in one call or in many,
 * costs one read a chunk; and between two pieces a reader holds nothing. Safe for all threads.
 */
final class ChunkReader {

    /** Octets of a chunk whose document does not say how many its chunks have. */
    static final int FORMER_STEP = 1024 * 1024;

    private final Chunks chunks;
    private final int step;
    private final int piece;
    private final Cache<Owner, Found> kept;

    /**
     * @param step octets of a chunk, as {@code chunks} writes them
     * @param piece octets that are given at once
     * @param keptOctets of chunks that are kept
     */
    ChunkReader(Chunks chunks, int step, int piece, long keptOctets) {
        this.chunks = chunks;
        this.step = step;
        this.piece = piece;
        this.kept =
                Caffeine.newBuilder()
                        .maximumWeight(keptOctets)
                        .weigher((Owner owner, Found found) -> found.octets().length + 200)
                        .build();
    }

    /**
     * A chunk.
     *
     * @param start of its first octet among those of the name
     * @param last whether none follows it
     */
    private record Found(long start, byte[] octets, boolean last) {
        boolean has(long at) {
            return at >= start && at < start + octets.length;
        }
    }

    private record Piece(ByteBuffer octets, boolean more) {}

    /** Where a reader stands. */
    private static final class Position {
        private long at;
        private boolean begun;

        Position(long at) {
            this.at = at;
        }
    }

    /**
     * The octets from {@code offset} on.
     *
     * @param length 0: to the end
     * @return nothing when the offset is behind the end; fails with {@link NoSuchElementException}
     *     when there is nothing under the name
     */
    Multi<ByteBuffer> read(String account, String name, long offset, long length) {
        Owner owner = new Owner(account, name);
        long end = length <= 0 ? Long.MAX_VALUE : Math.addExact(offset, length);
        return Multi.createBy()
                .repeating()
                .uni(() -> new Position(offset), position -> piece(owner, position, end))
                .whilst(Piece::more)
                .map(Piece::octets)
                .filter(ByteBuffer::hasRemaining);
    }

    private Uni<Piece> piece(Owner owner, Position position, long end) {
        Found near = kept.getIfPresent(owner);
        Uni<@Nullable Found> chunk =
                near != null && near.has(position.at)
                        ? Uni.createFrom().item(near)
                        : load(owner, position.at);
        boolean first = !position.begun;
        position.begun = true;
        return chunk.flatMap(found ->
                found == null
                        ? nothing(owner, first, position.at)
                        : Uni.createFrom().item(cut(owner, found, position, end)));
    }

    private Piece cut(Owner owner, Found found, Position position, long end) {
        int from = (int) Math.min(position.at - found.start(), found.octets().length);
        int most = (int) Math.min(Math.min(piece, end - position.at), Integer.MAX_VALUE);
        int count = Math.min(most, found.octets().length - from);
        position.at += count;
        boolean rest = from + count < found.octets().length;
        if (rest) {
            kept.put(owner, found);
        } else {
            kept.invalidate(owner);
        }
        return new Piece(
                ByteBuffer.wrap(found.octets(), from, count).slice(),
                position.at < end && (rest || !found.last()));
    }

    /** There is no chunk at the position: behind the end, or there is nothing at all. */
    private Uni<Piece> nothing(Owner owner, boolean first, long at) {
        Piece none = new Piece(ByteBuffer.allocate(0), false);
        if (!first) {
            return Uni.createFrom().item(none);
        }
        Uni<Boolean> there =
                at == 0
                        ? Uni.createFrom().item(false)
                        : chunks.stands(owner.account(), owner.name(), 0);
        return there.map(stands -> {
            if (!stands) {
                throw new NoSuchElementException("there is no body " + owner.name());
            }
            return none;
        });
    }

    /** The chunk that has the octet, whatever size its chunks have; null: there is none. */
    private Uni<@Nullable Found> load(Owner owner, long at) {
        List<String> ids =
                Stream.of(at / step, at / FORMER_STEP)
                        .distinct()
                        .map(number ->
                                chunks.id(owner.account(), owner.name(), Math.toIntExact(number)))
                        .toList();
        return chunks.collection()
                .find(and(eq("account", owner.account()), in("_id", ids)))
                .collect()
                .asList()
                .map(documents -> {
                    for (BsonDocument document : documents) {
                        int number = document.getInt32("chunk").getValue();
                        int size = step(document);
                        if (at / size == number) {
                            byte[] octets = ChunkDocument.octets(document);
                            return new Found((long) number * size, octets, octets.length < size);
                        }
                    }
                    return null;
                });
    }

    private static int step(BsonDocument document) {
        return document.containsKey("step") ? document.getInt32("step").getValue() : FORMER_STEP;
    }
}
