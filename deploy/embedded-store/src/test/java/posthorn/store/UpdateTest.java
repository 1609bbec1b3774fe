package posthorn.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateTest {
    @TempDir Path directory;
    private StoreFixture fixture;
    private MongoCollection<Document> queue;

    @BeforeEach
    void open() {
        fixture = new StoreFixture(directory);
        queue = fixture.collection("queue");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Document stored(Object id) {
        Document found = queue.find(eq("_id", id)).first();
        assertNotNull(found);
        return found;
    }

    private Document after(Document before, Bson update) {
        queue.insertOne(before);
        assertEquals(1, queue.updateOne(eq("_id", before.get("_id")), update).getModifiedCount());
        Document after = stored(before.getInteger("_id"));
        after.remove("_id");
        return after;
    }

    @Test
    void operatorsChangeTheirFields() {
        assertEquals(
                new Document("a", 1).append("b", new Document("c", "x")),
                after(new Document("_id", 1).append("a", 1), set("b.c", "x")));
        assertEquals(
                new Document("b", 2),
                after(new Document("_id", 2).append("a", 1).append("b", 2), unset("a")));
        assertEquals(
                new Document("a", 3).append("b", 5L).append("c", 1),
                after(
                        new Document("_id", 3).append("a", 1).append("b", 2L),
                        combine(inc("a", 2), inc("b", 3), inc("c", 1))));
        assertEquals(
                new Document("a", 1).append("b", 9),
                after(
                        new Document("_id", 4).append("a", 5).append("b", 5),
                        combine(min("a", 1), max("b", 9))));
        assertEquals(
                new Document("a", Integer.MAX_VALUE + 1L),
                after(new Document("_id", 5).append("a", Integer.MAX_VALUE), inc("a", 1)));
    }

    @Test
    void arrayOperatorsChangeArrays() {
        assertEquals(
                new Document("a", List.of(1, 2)),
                after(new Document("_id", 1).append("a", List.of(1)), push("a", 2)));
        assertEquals(
                new Document("a", List.of(3, 4)),
                after(
                        new Document("_id", 2).append("a", List.of(1, 2)),
                        pushEach("a", List.of(3, 4), new PushOptions().slice(-2))));
        assertEquals(
                new Document("a", List.of(1, 2)),
                after(new Document("_id", 3).append("a", List.of(1, 3, 2, 3)), pull("a", 3)));
        assertEquals(
                new Document("a", List.of(new Document("k", 2))),
                after(
                        new Document("_id", 4)
                                .append("a", List.of(new Document("k", 1), new Document("k", 2))),
                        pull("a", new Document("k", 1))));
        assertEquals(
                new Document("a", List.of(1, 2)),
                after(new Document("_id", 5).append("a", List.of(1)), combine(addToSet("a", 2))));
    }

    @Test
    void arrayFiltersChooseTheElements() {
        Document waiting = new Document("host", "a").append("state", "waiting").append("n", 1);
        Document done = new Document("host", "b").append("state", "done").append("n", 1);
        queue.insertOne(new Document("_id", 1).append("d", List.of(waiting, done)));
        UpdateOptions filters =
                new UpdateOptions()
                        .arrayFilters(List.of(and(eq("x.state", "waiting"), lt("x.n", 5))));
        UpdateResult result =
                queue.updateOne(
                        eq("_id", 1),
                        combine(
                                set("d.$[x].state", "done"),
                                inc("d.$[x].n", 1),
                                inc("d.$[].all", 7)),
                        filters);
        assertEquals(1, result.getModifiedCount());
        assertEquals(
                List.of(
                        new Document("host", "a")
                                .append("state", "done")
                                .append("n", 2)
                                .append("all", 7),
                        new Document("host", "b")
                                .append("state", "done")
                                .append("n", 1)
                                .append("all", 7)),
                stored(1).getList("d", Document.class));
    }

    @Test
    void resultCountsMatchedAndModified() {
        queue.insertMany(
                List.of(
                        new Document("_id", 1).append("a", 1),
                        new Document("_id", 2).append("a", 2),
                        new Document("_id", 3).append("a", 2)));
        UpdateResult same = queue.updateOne(eq("_id", 1), set("a", 1));
        assertEquals(1, same.getMatchedCount());
        assertEquals(0, same.getModifiedCount());
        UpdateResult none = queue.updateOne(eq("_id", 9), set("a", 1));
        assertEquals(0, none.getMatchedCount());
        UpdateResult many = queue.updateMany(lt("a", 3), set("a", 2));
        assertEquals(3, many.getMatchedCount());
        assertEquals(1, many.getModifiedCount());
        assertEquals(2, queue.deleteMany(lt("_id", 3)).getDeletedCount());
        assertEquals(1, queue.deleteOne(eq("a", 2)).getDeletedCount());
        assertEquals(0, queue.countDocuments());
    }

    @Test
    void upsertInsertsOnceThenUpdates() {
        Bson update = combine(inc("count", 1), setOnInsert("first", true));
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        assertNotNull(
                queue.updateOne(and(eq("_id", "w"), eq("kind", "x")), update, upsert)
                        .getUpsertedId());
        assertNull(queue.updateOne(eq("_id", "w"), update, upsert).getUpsertedId());
        assertEquals(
                new Document("_id", "w")
                        .append("kind", "x")
                        .append("count", 2)
                        .append("first", true),
                stored("w"));
        queue.replaceOne(eq("_id", "r"), new Document("a", 1), new ReplaceOptions().upsert(true));
        queue.replaceOne(eq("_id", "r"), new Document("b", 2));
        assertEquals(new Document("_id", "r").append("b", 2), stored("r"));
    }

    @Test
    void updatedKeysAreUniqueAndIndexed() {
        queue.createIndex(Indexes.ascending("keys"), new IndexOptions().unique(true));
        queue.insertOne(new Document("_id", 1).append("keys", List.of("a", "b")));
        queue.insertOne(new Document("_id", 2).append("keys", List.of("c")));
        MongoWriteException refused =
                assertThrows(
                        MongoWriteException.class,
                        () -> queue.updateOne(eq("_id", 2), push("keys", "a")));
        assertEquals(11000, refused.getError().getCode());
        queue.updateOne(eq("_id", 1), pull("keys", "a"));
        queue.updateOne(eq("_id", 2), push("keys", "a"));
        assertEquals(2, found(eq("keys", "a")).getInteger("_id"));
        queue.deleteOne(eq("_id", 2));
        queue.insertOne(new Document("_id", 3).append("keys", List.of("a", "c")));
        assertEquals(3, found(eq("keys", "c")).getInteger("_id"));
    }

    private Document found(Bson filter) {
        Document found = queue.find(filter).first();
        assertNotNull(found);
        return found;
    }

    @Test
    void findAndModifyReturnsTheDocumentBeforeOrAfter() {
        queue.insertMany(
                List.of(
                        new Document("_id", 1).append("at", 20),
                        new Document("_id", 2).append("at", 10)));
        FindOneAndUpdateOptions after =
                new FindOneAndUpdateOptions()
                        .sort(Sorts.ascending("at"))
                        .returnDocument(ReturnDocument.AFTER);
        assertEquals(
                new Document("_id", 2).append("at", 10).append("taken", true),
                queue.findOneAndUpdate(Filters.exists("taken", false), set("taken", true), after));
        assertEquals(
                new Document("_id", 1).append("at", 20),
                queue.findOneAndDelete(Filters.exists("taken", false)));
        assertNull(queue.findOneAndDelete(eq("_id", 1)));
    }

    @Test
    void claimIsTakenByExactlyOneOfManyThreads() throws Exception {
        Document destination = new Document("host", "mx").append("claim", "");
        queue.insertOne(new Document("_id", 1).append("d", List.of(destination)).append("n", 0));
        List<Callable<Long>> claims = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String token = "worker" + i;
            claims.add(() -> claimMany(token));
        }
        long won = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Long> claim : threads.invokeAll(claims)) {
                won += claim.get();
            }
        }
        assertEquals(won, (long) stored(1).getInteger("n"));
        assertTrue(won > 0);
    }

    private long claimMany(String token) {
        long won = 0;
        for (int i = 0; i < 50; i++) {
            Bson free = and(eq("_id", 1), elemMatch("d", and(eq("host", "mx"), eq("claim", ""))));
            UpdateResult taken = queue.updateOne(free, set("d.0.claim", token));
            if (taken.getModifiedCount() == 1) {
                won++;
                Bson mine = and(eq("_id", 1), eq("d.0.claim", token));
                Bson end = combine(set("d.0.claim", ""), inc("n", 1));
                assertEquals(1, queue.updateOne(mine, end).getModifiedCount());
            }
        }
        return won;
    }

    @Test
    void impossibleUpdatesAreRefusedAndChangeNothing() {
        Document document = new Document("_id", 1).append("a", "text").append("b", List.of(1));
        queue.insertOne(document);
        assertRefused(inc("a", 1), 14);
        assertRefused(set("_id", 2), 66);
        assertRefused(set("a.b", 1), 28);
        assertRefused(push("a", 1), 2);
        assertRefused(combine(set("c", 1), set("c.d", 1)), 40);
        assertEquals(document, stored(1));
        assertThrows(
                MongoCommandException.class,
                () -> queue.findOneAndUpdate(eq("_id", 1), set("_id", 3)));
    }

    private void assertRefused(Bson update, int code) {
        MongoWriteException refused =
                assertThrows(
                        MongoWriteException.class, () -> queue.updateOne(eq("_id", 1), update));
        assertEquals(code, refused.getError().getCode(), refused.getError().getMessage());
    }
}
