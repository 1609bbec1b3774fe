package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.mongo.Chunks.Owner;
import posthorn.runtime.metrics.CacheFigures;

/**
 * Reads octets that {@link Chunks} wrote, piece by piece as they are asked for. A chunk of which
 * more may be wanted is kept, one for a name: whoever reads in pieces, in one call or in many,
 * costs one read a chunk; and between two pieces a reader holds nothing. Safe for all threads.
 */
final class ChunkReader {

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
                        .recordStats()
                        .build();
    }

    CacheFigures figures() {
        return CacheFigures.of(kept);
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
        long number = at / step;
        long former = at / ChunkDocument.FORMER_STEP;
        return load(owner, number, at)
                .flatMap(found ->
                        found == null && former != number
                                ? load(owner, former, at)
                                : Uni.createFrom().item(found));
    }

    /** The chunk of that number; null: there is none, or it has not that octet. */
    private Uni<@Nullable Found> load(Owner owner, long number, long at) {
        String id = chunks.id(owner.account(), owner.name(), Math.toIntExact(number));
        return MailboxDatabase.inTime(
                chunks.collection()
                        .find(and(eq("account", owner.account()), eq("_id", id)))
                        .collect()
                        .first()
                        .map(document -> {
                            if (document == null || at / ChunkDocument.step(document) != number) {
                                return null;
                            }
                            byte[] octets = ChunkDocument.octets(document);
                            return new Found(
                                    ChunkDocument.start(document),
                                    octets,
                                    octets.length < ChunkDocument.step(document));
                        }));
    }
}
