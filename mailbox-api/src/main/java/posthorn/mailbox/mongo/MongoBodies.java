package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.runtime.metrics.CacheFigures;

/** Bodies in MongoDB, in chunks of at most 256 KiB. */
public final class MongoBodies implements BodyStore {

    /** Octets of a chunk. */
    static final int STEP = 256 * 1024;

    /** Octets that are read at once. */
    static final int PIECE = 64 * 1024;

    private final Chunks chunks;
    private final ChunkReader reader;

    /** Bodies in this database. */
    public MongoBodies(MailboxDatabase database, StoreLimits limits) {
        this.chunks =
                new Chunks(
                        database.collection(Indexes.BODIES),
                        new Chunks.Layout(STEP, MongoBodies::byNumber, ChunkDocument::withHead),
                        limits);
        this.reader = new ChunkReader(chunks, STEP, PIECE, limits.keptChunkOctets());
    }

    /** How well the parts of bodies that it keeps between two reads serve. */
    public CacheFigures figures() {
        return reader.figures();
    }

    @Override
    public CompletionStage<Void> write(String account, String name, List<ByteBuffer> content) {
        return chunks.write(account, name, content).subscribeAsCompletionStage();
    }

    /**
     * Bodies lie by the number of their entry, so that those of a range are found without the
     * others.
     */
    private static String byNumber(String name) {
        return number(BodyName.number(name)) + "." + name;
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%019d", n);
    }

    @Override
    public CompletionStage<List<String>> names(
            String account, long from, long through, String after, int limit) {
        return chunks.names(
                        account,
                        number(from),
                        through == Long.MAX_VALUE ? "" : number(through + 1),
                        after,
                        limit)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Void> delete(String account, List<String> names) {
        return chunks.delete(account, names).subscribeAsCompletionStage();
    }

    @Override
    public Multi<ByteBuffer> read(String account, String name, long offset, long length) {
        return reader.read(account, name, offset, length);
    }

    @Override
    public CompletionStage<Map<String, ByteBuffer>> small(
            String account, Collection<String> names) {
        return chunks.first(account, names, lte("octets", SMALL), List.of("head", "data"))
                .map(found -> {
                    Map<String, ByteBuffer> bodies = new HashMap<>();
                    found.forEach((name, document) ->
                            bodies.put(name, ByteBuffer.wrap(ChunkDocument.octets(document))));
                    return bodies;
                })
                .<Map<String, ByteBuffer>>map(bodies -> bodies)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Map<String, ByteBuffer>> headers(
            String account, Collection<String> names) {
        return chunks.first(account, names, gt("octets", HEADER_APART), List.of("head"))
                .map(found -> {
                    Map<String, ByteBuffer> headers = new HashMap<>();
                    found.forEach((name, document) -> {
                        if (document.containsKey("head")) {
                            byte[] head = document.getBinary("head").getData();
                            headers.put(name, ByteBuffer.wrap(head));
                        }
                    });
                    return headers;
                })
                .<Map<String, ByteBuffer>>map(headers -> headers)
                .subscribeAsCompletionStage();
    }
}
