package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import posthorn.mailbox.mongo.SharedInserts.Answer;

/**
 * Octets under a name, in documents of at most {@link #STEP} octets, numbered from 0. Written in
 * order: the first chunk stands before the second is sent, and so on, so that no chunk ever stands
 * that its name cannot be found by. Nothing is ever changed: a chunk that is there already is the
 * same one.
 */
final class Chunks {

    /** Octets of a chunk; all but the last have as many. */
    static final int STEP = 1024 * 1024;

    private static final int ATTEMPTS = 5;
    private static final int OVERHEAD = 256;

    private final ReactiveMongoCollection<BsonDocument> collection;
    private final UnaryOperator<String> sorted;
    private final SharedInserts inserts;

    /**
     * @param sorted where a name stands among the others: as text, different for different names,
     *     without a slash
     */
    Chunks(
            ReactiveMongoCollection<BsonDocument> collection,
            UnaryOperator<String> sorted,
            int insertsAtOnce,
            int mostWaiting) {
        this.collection = collection;
        this.sorted = sorted;
        this.inserts = new SharedInserts(collection, insertsAtOnce, mostWaiting);
    }

    /** What octets are kept under. */
    record Owner(String account, String name) {}

    /** One chunk of octets that are to be written. */
    record Chunk(int number, ByteBuffer octets) {}

    /**
     * Stores all chunks, one after the other.
     *
     * @return completes when all stand with majority and journal
     */
    Uni<Void> write(String account, String name, Multi<ByteBuffer> content) {
        return write(() -> new Owner(account, name), content);
    }

    /**
     * As the other, with a name that is asked for when the first octets have come.
     *
     * @param owner asked again for each chunk
     */
    Uni<Void> write(Supplier<Owner> owner, Multi<ByteBuffer> content) {
        return new Rechunked(STEP)
                .of(content)
                .onItem()
                .transformToUniAndConcatenate(chunk -> put(owner.get(), chunk, 1))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> put(Owner owner, Chunk chunk, int attempt) {
        String account = owner.account();
        String name = owner.name();
        byte[] octets = new byte[chunk.octets().remaining()];
        chunk.octets().duplicate().get(octets);
        BsonDocument document =
                new BsonDocument("_id", new BsonString(id(account, name, chunk.number())))
                        .append("account", new BsonString(account))
                        .append("name", new BsonString(name))
                        .append("chunk", new BsonInt32(chunk.number()))
                        .append("octets", new BsonInt32(octets.length))
                        .append("data", new BsonBinary(octets));
        return Uni.createFrom()
                .completionStage(() -> inserts.insert(account, document, octets.length + OVERHEAD))
                .flatMap(answer ->
                        answer instanceof Answer.Stands
                                ? Uni.createFrom().voidItem()
                                : look(owner, chunk, attempt, answer));
    }

    /** Refused or unanswered: it stands only if a majority says so. */
    private Uni<Void> look(Owner owner, Chunk chunk, int attempt, Answer answer) {
        return find(owner.account(), owner.name(), chunk.number(), false)
                .collect()
                .first()
                .flatMap(found -> {
                    if (found != null) {
                        return Uni.createFrom().voidItem();
                    }
                    if (attempt == ATTEMPTS) {
                        return Uni.createFrom()
                                .failure(new IllegalStateException("not stored: " + answer));
                    }
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(50L << attempt))
                            .flatMap(again -> put(owner, chunk, attempt + 1));
                });
    }

    /**
     * The octets from {@code offset} on, chunk by chunk as they are asked for.
     *
     * @param length 0: to the end
     * @return fails with {@link NoSuchElementException} when the first chunk that is needed is not
     *     there
     */
    Multi<ByteBuffer> read(String account, String name, long offset, long length) {
        long end = length <= 0 ? Long.MAX_VALUE : Math.addExact(offset, length);
        int first = Math.toIntExact(offset / STEP);
        return Multi.createBy()
                .repeating()
                .uni(() -> new int[] {first}, next -> chunk(account, name, next[0]++, first, end))
                .whilst(found -> found.more(end))
                .filter(found -> found.octets().length > 0)
                .map(found -> found.slice(offset, end))
                .filter(ByteBuffer::hasRemaining);
    }

    /**
     * What has a single chunk, of at most so many octets, in one read.
     *
     * @param most less than {@link #STEP}
     * @return by name; the others are left out
     */
    Uni<Map<String, ByteBuffer>> whole(String account, Collection<String> names, int most) {
        List<String> ids = names.stream().map(name -> id(account, name, 0)).toList();
        return collection
                .find(and(eq("account", account), in("_id", ids), lte("octets", most)))
                .collect()
                .asMap(
                        document -> document.getString("name").getValue(),
                        document -> ByteBuffer.wrap(document.getBinary("data").getData()));
    }

    /**
     * Octets under the name; fails with {@link NoSuchElementException} when nothing stands there.
     */
    Uni<Long> size(String account, String name) {
        return collection
                .find(
                        and(
                                eq("account", account),
                                gt("_id", start(account, name)),
                                lt("_id", end(account, name))),
                        new FindOptions().projection(include("octets")))
                .map(document -> (long) document.getInt32("octets").getValue())
                .collect()
                .asList()
                .map(sizes -> {
                    if (sizes.isEmpty()) {
                        throw new NoSuchElementException("there is no body " + name);
                    }
                    return sizes.stream().mapToLong(Long::longValue).sum();
                });
    }

    private record Found(int number, byte[] octets) {
        boolean more(long end) {
            return octets.length == STEP && (number + 1L) * STEP < end;
        }

        ByteBuffer slice(long offset, long end) {
            long start = (long) number * STEP;
            int from = Math.clamp(offset - start, 0, octets.length);
            int to = Math.clamp(end - start, from, octets.length);
            return ByteBuffer.wrap(octets, from, to - from).slice();
        }
    }

    private Uni<Found> chunk(String account, String name, int number, int first, long end) {
        return find(account, name, number, true)
                .collect()
                .first()
                .map(document -> {
                    if (document == null && number == first && end > 0) {
                        throw new NoSuchElementException("there is no body " + name);
                    }
                    return new Found(
                            number,
                            document == null ? new byte[0] : document.getBinary("data").getData());
                });
    }

    private Multi<BsonDocument> find(String account, String name, int chunk, boolean data) {
        FindOptions options = new FindOptions().limit(1);
        return collection.find(
                and(eq("account", account), eq("_id", id(account, name, chunk))),
                data ? options : options.projection(include("_id")));
    }

    private String id(String account, String name, int chunk) {
        return start(account, name) + String.format(Locale.ROOT, "%06d", chunk);
    }

    private String start(String account, String name) {
        return account + "/" + sorted.apply(name) + "/";
    }

    /** Just behind the last chunk: '0' follows '/'. */
    private String end(String account, String name) {
        return account + "/" + sorted.apply(name) + "0";
    }

    /**
     * Names between two ids, ascending by what {@code sorted} makes of them.
     *
     * @param from {@code sorted} text to start at; empty: the first
     * @param below {@code sorted} text to end before; empty: none
     * @param after name to start behind; empty: none
     */
    Uni<List<String>> names(String account, String from, String below, String after, int limit) {
        List<Bson> range = new ArrayList<>();
        range.add(eq("account", account));
        range.add(gte("_id", account + "/" + from));
        range.add(lt("_id", below.isEmpty() ? account + "0" : account + "/" + below));
        if (!after.isEmpty()) {
            range.add(gt("_id", end(account, after)));
        }
        range.add(eq("chunk", 0));
        return collection
                .find(
                        and(range),
                        new FindOptions()
                                .sort(ascending("_id"))
                                .limit(limit)
                                .projection(include("name")))
                .map(document -> document.getString("name").getValue())
                .collect()
                .asList();
    }

    /** Deletes everything under the name; no error when there is nothing. */
    Uni<Void> delete(String account, String name) {
        return collection
                .deleteMany(
                        and(
                                eq("account", account),
                                gt("_id", start(account, name)),
                                lt("_id", end(account, name))))
                .replaceWithVoid();
    }
}
