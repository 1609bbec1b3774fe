package posthorn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsertTest {
    @TempDir Path directory;

    private static Document entry(String account, int n, String... keys) {
        return new Document("account", account).append("n", n).append("keys", List.of(keys));
    }

    private static void index(MongoCollection<Document> log) {
        log.createIndex(Indexes.ascending("account", "n"), new IndexOptions().unique(true));
        log.createIndex(Indexes.ascending("account", "keys"), new IndexOptions().unique(true));
    }

    @Test
    void whatIsInsertedIsFoundByteByByte() {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            Binary binary = new Binary((byte) 5, new byte[] {1, 2, 3});
            Document document = new Document("_id", "a").append("b", binary).append("l", 5L);
            log.insertOne(document);
            assertEquals(document, log.find(new Document("_id", "a")).first());
        }
    }

    @Test
    void unorderedBatchReportsEachRefusedDocumentAndInsertsAllOthers() {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            index(log);
            log.insertOne(entry("a", 1, "k1", "k2"));
            List<Document> batch =
                    List.of(
                            entry("a", 2, "k3"),
                            entry("a", 1, "k4"),
                            entry("b", 1, "k1"),
                            entry("a", 3, "k9", "k2"),
                            entry("a", 4, "k5", "k5"),
                            entry("a", 4, "k6"));
            MongoBulkWriteException refused =
                    assertThrows(
                            MongoBulkWriteException.class,
                            () -> log.insertMany(batch, new InsertManyOptions().ordered(false)));
            List<Integer> indexes =
                    refused.getWriteErrors().stream().map(BulkWriteError::getIndex).toList();
            assertEquals(List.of(1, 3, 5), indexes);
            assertEquals(3, refused.getWriteResult().getInsertedCount());
            assertTrue(refused.getWriteErrors().stream().allMatch(e -> e.getCode() == 11000));
            assertEquals(4, log.countDocuments());
        }
    }

    @Test
    void refusalNamesPatternAndValueOfTheKey() {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            index(log);
            log.insertOne(entry("a", 1, "k1", "k2"));
            Document answer =
                    fixture.database()
                            .runCommand(
                                    new Document("insert", "log")
                                            .append("documents", List.of(entry("a", 2, "k2"))));
            assertEquals(0, answer.get("n"));
            Document error = answer.getList("writeErrors", Document.class).getFirst();
            assertEquals(new Document("account", 1).append("keys", 1), error.get("keyPattern"));
            assertEquals(new Document("account", "a").append("keys", "k2"), error.get("keyValue"));
        }
    }

    @Test
    void orderedBatchStopsAtTheFirstRefusedDocument() {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            index(log);
            List<Document> batch =
                    List.of(entry("a", 1, "x"), entry("a", 1, "y"), entry("a", 2, "z"));
            MongoBulkWriteException refused =
                    assertThrows(MongoBulkWriteException.class, () -> log.insertMany(batch));
            assertEquals(1, refused.getWriteErrors().size());
            assertEquals(1, log.countDocuments());
        }
    }

    @Test
    void sameIdTwiceIsRefused() {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            log.insertOne(new Document("_id", 1));
            MongoWriteException refused =
                    assertThrows(
                            MongoWriteException.class,
                            () -> log.insertOne(new Document("_id", 1L)));
            assertEquals(11000, refused.getError().getCode());
            assertTrue(refused.getError().getMessage().contains("_id_"));
        }
    }

    @Test
    void emptyKeysOfTwoDocumentsCollideAsInMongo() {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            index(log);
            log.insertOne(entry("a", 1));
            assertThrows(MongoWriteException.class, () -> log.insertOne(entry("a", 2)));
        }
    }

    @Test
    void everythingIsThereAfterReopening() {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            index(log);
            List<Document> batch = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                batch.add(entry("a", i, "k" + i));
            }
            log.insertMany(batch);
            fixture.keep();
        }
        try (StoreFixture fixture = new StoreFixture(directory)) {
            MongoCollection<Document> log = fixture.collection("log");
            assertEquals(1000, log.countDocuments());
            assertThrows(MongoWriteException.class, () -> log.insertOne(entry("a", 5, "other")));
            assertThrows(MongoWriteException.class, () -> log.insertOne(entry("a", 5000, "k7")));
        }
    }
}
