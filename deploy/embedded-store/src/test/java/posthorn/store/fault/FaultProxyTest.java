package posthorn.store.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

class FaultProxyTest {
    @TempDir Path directory;
    private EmbeddedStore store;
    private MongoClient direct;

    @BeforeEach
    void open() {
        store = EmbeddedStore.start(directory, StoreSettings.defaults());
        direct = MongoClients.create(store.uri());
    }

    @AfterEach
    void close() {
        direct.close();
        store.close();
    }

    private static MongoCollection<Document> collection(MongoClient client) {
        return client.getDatabase("test")
                .getCollection("c")
                .withWriteConcern(WriteConcern.MAJORITY)
                .withReadConcern(ReadConcern.MAJORITY);
    }

    private FaultProxy proxy(Map<Fault, Double> shares) {
        FaultPlan plan = new FaultPlan(1, shares, Duration.ofMillis(5));
        return FaultProxy.start("127.0.0.1", store.port(), plan);
    }

    /** A driver that looks for the store again at once, not only after half a second. */
    private static MongoClient connect(FaultProxy proxy) {
        return MongoClients.create(
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(proxy.uri()))
                        .applyToServerSettings(
                                s -> s.minHeartbeatFrequency(5, TimeUnit.MILLISECONDS))
                        .build());
    }

    private static List<Document> documents(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> new Document("_id", i)).toList();
    }

    @Test
    void lostAnswerLeavesTheDocumentBehind() {
        try (FaultProxy proxy = proxy(Map.of(Fault.LOSE_ANSWER, 1.0));
                MongoClient client = connect(proxy)) {
            assertThrows(
                    MongoSocketException.class,
                    () -> collection(client).insertOne(new Document("_id", 1)));
            assertEquals(1, collection(direct).countDocuments());
            proxy.calm();
            assertEquals(1, collection(client).countDocuments());
            assertEquals(1, proxy.total());
        }
    }

    @Test
    void lostRequestLeavesNothingBehind() {
        try (FaultProxy proxy = proxy(Map.of(Fault.LOSE_REQUEST, 1.0));
                MongoClient client = connect(proxy)) {
            assertThrows(
                    MongoSocketException.class,
                    () -> collection(client).insertOne(new Document("_id", 1)));
            assertEquals(0, collection(direct).countDocuments());
        }
    }

    @Test
    void repeatedInsertRefusesItsOwnDocument() {
        try (FaultProxy proxy = proxy(Map.of(Fault.REPEAT_INSERT, 1.0));
                MongoClient client = connect(proxy)) {
            MongoWriteException refused =
                    assertThrows(
                            MongoWriteException.class,
                            () -> collection(client).insertOne(new Document("_id", 1)));
            assertEquals(11000, refused.getError().getCode());
            assertEquals(1, collection(direct).countDocuments());
        }
    }

    @Test
    void splitBatchIsAnsweredAsOne() {
        collection(direct).insertMany(documents(3, 1));
        collection(direct).insertMany(documents(7, 1));
        try (FaultProxy proxy = proxy(Map.of(Fault.SPLIT_INSERT, 1.0));
                MongoClient client = connect(proxy)) {
            InsertManyOptions unordered = new InsertManyOptions().ordered(false);
            MongoBulkWriteException refused =
                    assertThrows(
                            MongoBulkWriteException.class,
                            () -> collection(client).insertMany(documents(0, 10), unordered));
            assertEquals(
                    List.of(3, 7),
                    refused.getWriteErrors().stream().map(BulkWriteError::getIndex).toList());
            assertEquals(8, refused.getWriteResult().getInsertedCount());
            collection(client).insertMany(documents(10, 20), unordered);
            assertEquals(30, collection(direct).countDocuments());
            assertEquals(2, proxy.faults().get(Fault.SPLIT_INSERT));
        }
    }

    @Test
    void retriedInsertsAllArriveOnceUnderEveryFault() {
        FaultPlan plan = FaultPlan.everything(7);
        for (Fault often :
                Set.of(
                        Fault.LOSE_REQUEST,
                        Fault.LOSE_ANSWER,
                        Fault.NOT_PRIMARY,
                        Fault.STEPPED_DOWN,
                        Fault.WRITE_CONCERN_ERROR,
                        Fault.WRITE_CONCERN_TIMEOUT,
                        Fault.FORGET_WRITE)) {
            plan = plan.with(often, 0.1);
        }
        try (FaultProxy proxy = FaultProxy.start("127.0.0.1", store.port(), plan);
                MongoClient client = connect(proxy)) {
            InsertManyOptions unordered = new InsertManyOptions().ordered(false);
            for (int batch = 0; batch < 60; batch++) {
                insertUntilThere(collection(client), documents(batch * 8, 8), unordered);
            }
            proxy.calm();
            List<Integer> ids = new ArrayList<>();
            collection(client).find().forEach(d -> ids.add(d.getInteger("_id")));
            assertEquals(IntStream.range(0, 480).boxed().toList(), ids);
            Map<Fault, Long> met = proxy.faults();
            // There are neither queries nor changes here for these two.
            met.keySet().removeAll(Set.of(Fault.SPLIT_FIND, Fault.SPLIT_STATEMENT));
            assertTrue(met.values().stream().allMatch(n -> n > 0), met::toString);
        }
    }

    private static void insertUntilThere(
            MongoCollection<Document> target, List<Document> batch, InsertManyOptions options) {
        for (int attempt = 0; attempt < 50; attempt++) {
            try {
                target.insertMany(batch, options);
                return;
            } catch (MongoBulkWriteException taken) {
                assertTrue(taken.getWriteErrors().stream().allMatch(e -> e.getCode() == 11000));
                return;
            } catch (MongoException lost) {
                // Nobody knows whether it was executed: insert the same again.
            }
        }
        throw new AssertionError("no answer in 50 attempts");
    }
}
