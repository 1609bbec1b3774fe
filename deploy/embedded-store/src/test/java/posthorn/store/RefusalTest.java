package posthorn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the store does not do it refuses, and says so; it passes over nothing. */
class RefusalTest {
    private static final int NOT_IMPLEMENTED = 238;

    @TempDir Path directory;
    private StoreFixture fixture;
    private MongoCollection<Document> collection;

    @BeforeEach
    void open() {
        assumeTrue(StoreFixture.isEmbedded(), "a server does more");
        fixture = new StoreFixture(directory);
        collection = fixture.collection("c");
        collection.insertOne(new Document("_id", 1).append("a", 1));
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private static void assertRefused(int code, Executable command) {
        MongoException refused = assertThrows(MongoException.class, command);
        assertEquals(code, refused.getCode(), refused.getMessage());
    }

    private void assertIndexRefused(IndexOptions options) {
        assertRefused(
                NOT_IMPLEMENTED, () -> collection.createIndex(Indexes.ascending("a"), options));
    }

    @Test
    void indexesThatAreMoreThanAnOrder() {
        assertIndexRefused(new IndexOptions().sparse(true));
        assertIndexRefused(new IndexOptions().expireAfter(1L, TimeUnit.SECONDS));
        assertIndexRefused(new IndexOptions().partialFilterExpression(new Document("a", 1)));
        assertIndexRefused(new IndexOptions().collation(Collation.builder().locale("de").build()));
        assertRefused(NOT_IMPLEMENTED, () -> collection.createIndex(Indexes.text("a")));
        assertRefused(NOT_IMPLEMENTED, () -> collection.createIndex(Indexes.hashed("a")));
        assertEquals(1, collection.listIndexes().into(new ArrayList<>()).size());
    }

    @Test
    void queriesThatItDoesNotUnderstand() {
        for (String operator : List.of("$regex", "$type", "$mod", "$bitsAllSet", "$near")) {
            Document query = new Document("a", new Document(operator, 1));
            assertRefused(NOT_IMPLEMENTED, () -> collection.find(query).first());
        }
        for (String operator : List.of("$where", "$expr", "$text", "$jsonSchema")) {
            assertRefused(
                    NOT_IMPLEMENTED, () -> collection.find(new Document(operator, 1)).first());
        }
        assertRefused(
                NOT_IMPLEMENTED,
                () ->
                        collection
                                .find()
                                .collation(Collation.builder().locale("de").build())
                                .first());
        assertRefused(
                NOT_IMPLEMENTED,
                () ->
                        collection
                                .aggregate(List.of(new Document("$lookup", new Document())))
                                .first());
        assertRefused(NOT_IMPLEMENTED, () -> collection.watch().first());
    }

    @Test
    void updatesThatItDoesNotUnderstand() {
        List<Document> updates =
                List.of(
                        new Document("$set", new Document("b.$", 1)),
                        new Document("$currentDate", new Document("c", true)),
                        new Document("$rename", new Document("a", "z")),
                        new Document("$push", new Document("d", pushSorted())));
        Document one = new Document("_id", 1);
        for (Document update : updates) {
            assertRefused(NOT_IMPLEMENTED, () -> collection.updateOne(one, update));
        }
        assertRefused(
                NOT_IMPLEMENTED,
                () -> collection.updateOne(one, List.of(new Document("$set", one))));
        assertEquals(new Document("_id", 1).append("a", 1), collection.find(one).first());
    }

    private static Document pushSorted() {
        return new Document("$each", List.of(1)).append("$sort", 1);
    }

    @Test
    void promisesThatOneServerCannotKeep() {
        assertRefused(
                2,
                () ->
                        collection
                                .withWriteConcern(WriteConcern.W3)
                                .insertOne(new Document("_id", 2)));
        assertRefused(
                NOT_IMPLEMENTED,
                () -> collection.withReadConcern(ReadConcern.SNAPSHOT).find().first());
        assertEquals(
                1,
                collection
                        .withReadConcern(ReadConcern.LINEARIZABLE)
                        .find()
                        .into(new ArrayList<>())
                        .size());
    }

    @Test
    void transactions() {
        try (ClientSession session = fixture.client().startSession()) {
            assertThrows(
                    MongoException.class,
                    () -> {
                        session.startTransaction();
                        collection.insertOne(session, new Document("_id", 3));
                    });
        }
        assertEquals(1, collection.countDocuments());
    }

    @Test
    void sessionsWithoutTransactionsAreFine() {
        try (ClientSession session = fixture.client().startSession()) {
            collection.insertOne(session, new Document("_id", 3));
            assertEquals(2, collection.find(session).into(new ArrayList<>()).size());
        }
    }

    @Test
    void unknownCommandsAndOptions() {
        assertRefused(59, () -> fixture.database().runCommand(new Document("mapReduce", "c")));
        assertRefused(
                NOT_IMPLEMENTED,
                () ->
                        fixture.database()
                                .runCommand(new Document("find", "c").append("tailable", true)));
        MongoCommandException refused =
                assertThrows(
                        MongoCommandException.class,
                        () ->
                                fixture.database()
                                        .runCommand(
                                                new Document("create", "d")
                                                        .append("capped", true)));
        assertTrue(refused.getErrorMessage().contains("capped"));
    }

    @Test
    void parallelArraysInOneIndex() {
        collection.createIndex(Indexes.ascending("x", "y"));
        assertRefused(
                171,
                () ->
                        collection.insertOne(
                                new Document("x", List.of(1, 2)).append("y", List.of(1, 2))));
    }

    @Test
    void indexThatExistingDocumentsViolate() {
        collection.insertOne(new Document("_id", 2).append("a", 1));
        assertRefused(
                11000,
                () ->
                        collection.createIndex(
                                Indexes.ascending("a"), new IndexOptions().unique(true)));
        collection.deleteOne(new Document("_id", 2));
        collection.createIndex(Indexes.ascending("a"), new IndexOptions().unique(true));
        assertRefused(11000, () -> collection.insertOne(new Document("a", 1)));
        assertRefused(86, () -> collection.createIndex(Indexes.ascending("a")));
    }

    @Test
    void droppedThingsAreGone() {
        collection.createIndex(Indexes.ascending("a"), new IndexOptions().unique(true));
        collection.dropIndex(Indexes.ascending("a"));
        collection.insertOne(new Document("a", 1));
        assertEquals(2, collection.countDocuments());
        collection.drop();
        assertEquals(0, collection.countDocuments());
        collection.insertOne(new Document("_id", 1));
        assertEquals(
                List.of("c"), fixture.database().listCollectionNames().into(new ArrayList<>()));
        fixture.database().drop();
        assertEquals(List.of(), fixture.database().listCollectionNames().into(new ArrayList<>()));
    }
}
