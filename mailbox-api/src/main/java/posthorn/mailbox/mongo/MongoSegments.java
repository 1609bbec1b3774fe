package posthorn.mailbox.mongo;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.checkpoint.Segments;

/** Segments in MongoDB, in chunks as bodies are. */
public final class MongoSegments implements Segments {

    private static final int AT_ONCE = 8;

    /** Octets of a chunk: segments are read whole, nearly all in one. */
    private static final int STEP = 1024 * 1024;

    private final Chunks chunks;
    private final ChunkReader reader;

    /** Segments in this database. */
    public MongoSegments(MailboxDatabase database, StoreLimits limits) {
        this.chunks =
                new Chunks(
                        database.collection(Indexes.SEGMENTS),
                        new Chunks.Layout(STEP, UnaryOperator.identity(), UnaryOperator.identity()),
                        limits);
        this.reader = new ChunkReader(chunks, STEP, STEP, 0);
    }

    @Override
    public CompletionStage<Void> write(String account, Map<String, byte[]> contents) {
        return Multi.createFrom()
                .iterable(contents.entrySet())
                .onItem()
                .transformToUni(segment ->
                        chunks.write(
                                account,
                                segment.getKey(),
                                List.of(ByteBuffer.wrap(segment.getValue()))))
                .merge(AT_ONCE)
                .collect()
                .last()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Map<String, byte[]>> read(String account, Collection<String> names) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUni(name -> read(account, name))
                .merge(AT_ONCE)
                .collect()
                .in(HashMap<String, byte[]>::new, Map::putAll)
                .<Map<String, byte[]>>map(all -> all)
                .subscribeAsCompletionStage();
    }

    private Uni<Map<String, byte[]>> read(String account, String name) {
        return reader.read(account, name, 0, 0)
                .collect()
                .in(
                        ByteArrayOutputStream::new,
                        (all, part) -> {
                            byte[] copy = new byte[part.remaining()];
                            part.duplicate().get(copy);
                            all.writeBytes(copy);
                        })
                .map(all -> Map.of(name, all.toByteArray()))
                .onFailure(NoSuchElementException.class)
                .recoverWithItem(Map.of());
    }

    @Override
    public CompletionStage<List<String>> names(String account, String after, int limit) {
        return chunks.names(account, "", "", after, limit).subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Void> delete(String account, Collection<String> names) {
        return chunks.delete(account, names).subscribeAsCompletionStage();
    }
}
