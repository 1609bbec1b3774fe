package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import io.quarkus.mongodb.FindOptions;
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
import java.util.function.UnaryOperator;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import posthorn.mailbox.mongo.SharedInserts.Answer;

/**
 * Octets under a name, in documents of one size but for the last, numbered from 0. Written in
 * order: the first chunk stands before the second is sent, and so on, so that no chunk ever stands
 * that its name cannot be found by. Nothing is ever changed: a chunk that is there already is the
 * same one.
 */
final class Chunks {

    /**
     * How octets are laid out in documents.
     *
     * @param step octets of a chunk; all but the last have as many
     * @param sorted where a name stands among the others: as text, different for different names,
     *     without a slash
     * @param first what becomes of the document of the first chunk before it is written
     */
    record Layout(int step, UnaryOperator<String> sorted, UnaryOperator<BsonDocument> first) {}

    private static final int ATTEMPTS = 5;
    private static final int OVERHEAD = 256;

    private final DocumentCollection collection;
    private final Layout layout;
    private final SharedInserts inserts;

    Chunks(DocumentCollection collection, Layout layout, StoreLimits limits) {
        this.collection = collection;
        this.layout = layout;
        this.inserts = new SharedInserts(collection, limits);
    }

    /** What octets are kept under. */
    record Owner(String account, String name) {}

    /** One chunk of octets that are to be written. */
    record Chunk(int number, ByteBuffer octets) {}

    DocumentCollection collection() {
        return collection;
    }

    /**
     * Stores all chunks, one after the other.
     *
     * @return completes when all stand with majority and journal
     */
    Uni<Void> write(String account, String name, List<ByteBuffer> content) {
        ChunkWriter writer = writer(account, name);
        return Multi.createFrom()
                .iterable(content)
                .onItem()
                .transformToUniAndConcatenate(writer::write)
                .collect()
                .last()
                .flatMap(all -> writer.finish());
    }

    /** Octets that are to come under this name. */
    ChunkWriter writer(String account, String name) {
        Owner owner = new Owner(account, name);
        return new ChunkWriter(layout.step(), chunk -> put(owner, chunk, 1));
    }

    private Uni<Void> put(Owner owner, Chunk chunk, int attempt) {
        BsonDocument document = document(owner, chunk);
        int octets = chunk.octets().remaining() + OVERHEAD;
        return Uni.createFrom()
                .completionStage(() -> inserts.insert(owner.account(), document, octets))
                .flatMap(answer ->
                        answer instanceof Answer.Stands
                                ? Uni.createFrom().voidItem()
                                : look(owner, chunk, attempt, answer));
    }

    private BsonDocument document(Owner owner, Chunk chunk) {
        byte[] octets = new byte[chunk.octets().remaining()];
        chunk.octets().duplicate().get(octets);
        String id = id(owner.account(), owner.name(), chunk.number());
        BsonDocument document =
                new BsonDocument("_id", new BsonString(id))
                        .append("account", new BsonString(owner.account()))
                        .append("name", new BsonString(owner.name()))
                        .append("chunk", new BsonInt32(chunk.number()))
                        .append("step", new BsonInt32(layout.step()))
                        .append("octets", new BsonInt32(octets.length))
                        .append("data", new BsonBinary(octets));
        return chunk.number() == 0 ? layout.first().apply(document) : document;
    }

    /** Refused or unanswered: it stands only if a majority says so. */
    private Uni<Void> look(Owner owner, Chunk chunk, int attempt, Answer answer) {
        return stands(owner.account(), owner.name(), chunk.number())
                .flatMap(found -> {
                    if (found) {
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

    /** Whether the chunk is there. */
    Uni<Boolean> stands(String account, String name, int number) {
        return MailboxDatabase.inTime(
                collection
                        .find(
                                and(eq("account", account), eq("_id", id(account, name, number))),
                                new FindOptions().limit(1).projection(include("_id")))
                        .collect()
                        .first()
                        .map(found -> found != null));
    }

    /**
     * First chunks of the names that satisfy the condition.
     *
     * @param wanted of their documents, besides the name
     * @return by name; the others are left out
     */
    Uni<Map<String, BsonDocument>> first(
            String account, Collection<String> names, Bson condition, List<String> wanted) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<String> ids = names.stream().map(name -> id(account, name, 0)).toList();
        List<String> fields = new ArrayList<>(wanted);
        fields.add("name");
        return MailboxDatabase.inTime(
                collection
                        .find(
                                and(eq("account", account), in("_id", ids), condition),
                                new FindOptions().projection(include(fields)))
                        .collect()
                        .asMap(document -> document.getString("name").getValue()));
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
                        new FindOptions()
                                .sort(descending("_id"))
                                .limit(1)
                                .projection(include("chunk", "step", "octets")))
                .collect()
                .first()
                .map(last -> {
                    if (last == null) {
                        throw new NoSuchElementException("there is no body " + name);
                    }
                    return ChunkDocument.start(last) + last.getInt32("octets").getValue();
                });
    }

    String id(String account, String name, int chunk) {
        return start(account, name) + String.format(Locale.ROOT, "%06d", chunk);
    }

    private String start(String account, String name) {
        return account + "/" + layout.sorted().apply(name) + "/";
    }

    /** Just behind the last chunk: '0' follows '/'. */
    private String end(String account, String name) {
        return account + "/" + layout.sorted().apply(name) + "0";
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

    /** The same of several names, one after another. */
    Uni<Void> delete(String account, Collection<String> names) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> delete(account, name))
                .collect()
                .last();
    }
}
