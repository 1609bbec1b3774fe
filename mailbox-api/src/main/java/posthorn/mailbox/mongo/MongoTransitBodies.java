package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.intake.TransitBodies;

/** Transit bodies in MongoDB: the name is message/body. The first chunk says when it was stored. */
public final class MongoTransitBodies implements TransitBodies {

    private final Chunks chunks;
    private final ChunkReader reader;

    /** Bodies in this database, stored at the times that {@code clock} tells. */
    public MongoTransitBodies(MailboxDatabase database, StoreLimits limits, InstantSource clock) {
        UnaryOperator<BsonDocument> withTime =
                document -> document.append("stored", new BsonInt64(clock.millis()));
        this.chunks =
                new Chunks(
                        database.collection(Indexes.TRANSIT),
                        new Chunks.Layout(MongoBodies.STEP, UnaryOperator.identity(), withTime),
                        limits);
        this.reader =
                new ChunkReader(
                        chunks, MongoBodies.STEP, MongoBodies.PIECE, limits.keptChunkOctets());
    }

    @Override
    public Writer writer(Name name) {
        ChunkWriter writer = chunks.writer(name.message(), name.body());
        return new Writer() {
            @Override
            public Uni<Void> write(ByteBuffer octets) {
                return writer.write(octets);
            }

            @Override
            public int kept() {
                return writer.kept();
            }

            @Override
            public Uni<Void> finish() {
                return writer.finish();
            }
        };
    }

    @Override
    public Multi<ByteBuffer> get(Name name, long offset, long length) {
        return reader.read(name.message(), name.body(), offset, length);
    }

    @Override
    public Uni<Long> size(Name name) {
        return chunks.size(name.message(), name.body());
    }

    @Override
    public Uni<Void> drop(Name name) {
        return chunks.delete(name.message(), name.body());
    }

    @Override
    public Uni<List<Stored>> list(long before, @Nullable Stored after, int limit) {
        List<Bson> range = new ArrayList<>();
        range.add(eq("chunk", 0));
        range.add(lt("stored", before));
        if (after != null) {
            String id = chunks.id(after.name().message(), after.name().body(), 0);
            range.add(
                    or(
                            gt("stored", after.stored()),
                            and(eq("stored", after.stored()), gt("_id", id))));
        }
        return chunks.collection()
                .find(
                        and(range),
                        new FindOptions()
                                .sort(ascending("stored", "_id"))
                                .limit(limit)
                                .projection(include("account", "name", "stored")))
                .map(document ->
                        new Stored(
                                new Name(
                                        document.getString("account").getValue(),
                                        document.getString("name").getValue()),
                                document.getInt64("stored").getValue()))
                .collect()
                .asList();
    }
}
