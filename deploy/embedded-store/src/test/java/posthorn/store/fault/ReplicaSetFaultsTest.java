package posthorn.store.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

/** What a replica set does and one embedded store cannot. */
class ReplicaSetFaultsTest {
    @TempDir Path directory;
    private EmbeddedStore store;
    private MongoClient direct;

    @BeforeEach
    void open() {
        store = EmbeddedStore.start(directory, StoreSettings.defaults());
        direct = MongoClients.create(store.uri());
        for (int i = 1; i <= 4; i++) {
            collection(direct).insertOne(new Document("_id", i).append("n", 0));
        }
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

    private List<Document> present() {
        return collection(direct).find().sort(new Document("_id", 1)).into(new ArrayList<>());
    }

    private interface Step {
        void with(MongoCollection<Document> collection) throws Exception;
    }

    private Map<Fault, Long> meeting(Map<Fault, Double> shares, Step step) throws Exception {
        FaultPlan plan = new FaultPlan(1, shares, Duration.ofMillis(5));
        try (FaultProxy proxy = FaultProxy.start("127.0.0.1", store.port(), plan);
                MongoClient client =
                        MongoClients.create(
                                MongoClientSettings.builder()
                                        .applyConnectionString(new ConnectionString(proxy.uri()))
                                        .applyToServerSettings(s ->
                                                s.minHeartbeatFrequency(5, TimeUnit.MILLISECONDS))
                                        .build())) {
            step.with(collection(client));
            return proxy.faults();
        }
    }

    private static Document fifth() {
        return new Document("_id", 5).append("n", 0);
    }

    @Test
    void aServerThatIsNoPrimaryExecutesNothing() throws Exception {
        meeting(
                Map.of(Fault.NOT_PRIMARY, 1.0),
                c -> {
                    assertThrows(MongoNotPrimaryException.class, () -> c.insertOne(fifth()));
                    MongoException told =
                            assertThrows(MongoException.class, () -> c.find().first());
                    assertEquals(10107, told.getCode());
                });
        assertEquals(4, present().size());
    }

    @Test
    void aPrimaryThatStepsDownMayHaveExecutedTheWrite() throws Exception {
        meeting(
                Map.of(Fault.STEPPED_DOWN, 1.0),
                c -> {
                    MongoException told =
                            assertThrows(MongoException.class, () -> c.insertOne(fifth()));
                    assertEquals(11602, told.getCode());
                });
        assertEquals(5, present().size());
    }

    @Test
    void aWriteConcernErrorComesAfterTheWrite() throws Exception {
        for (Map.Entry<Fault, Integer> each :
                Map.of(Fault.WRITE_CONCERN_ERROR, 91, Fault.WRITE_CONCERN_TIMEOUT, 64).entrySet()) {
            collection(direct).deleteOne(Filters.eq(5));
            meeting(
                    Map.of(each.getKey(), 1.0),
                    c -> {
                        MongoException told =
                                assertThrows(MongoException.class, () -> c.insertOne(fifth()));
                        assertEquals(each.getValue(), told.getCode());
                        assertThrows(
                                MongoWriteConcernException.class,
                                () -> c.findOneAndUpdate(Filters.eq(1), Updates.inc("n", 1)));
                    });
            assertEquals(5, present().size());
        }
        assertEquals(2, present().getFirst().getInteger("n"));
    }

    @Test
    void whatNoMajorityHadIsForgottenWhole() throws Exception {
        List<Document> before = present();
        Map<Fault, Long> met =
                meeting(
                        Map.of(Fault.FORGET_WRITE, 1.0),
                        c -> {
                            assertThrows(MongoException.class, () -> c.insertOne(fifth()));
                            assertThrows(
                                    MongoException.class,
                                    () -> c.updateMany(new Document(), Updates.inc("n", 1)));
                            assertThrows(
                                    MongoException.class,
                                    () ->
                                            c.updateOne(
                                                    Filters.eq(9),
                                                    Updates.inc("n", 1),
                                                    new UpdateOptions().upsert(true)));
                            assertThrows(MongoException.class, () -> c.deleteMany(new Document()));
                            assertThrows(
                                    MongoException.class,
                                    () ->
                                            c.findOneAndUpdate(
                                                    Filters.eq(8),
                                                    Updates.inc("n", 1),
                                                    new FindOneAndUpdateOptions().upsert(true)));
                            assertThrows(
                                    MongoException.class, () -> c.findOneAndDelete(Filters.eq(2)));
                        });
        assertEquals(6, met.get(Fault.FORGET_WRITE));
        assertEquals(before, present());
    }

    @Test
    void whoDoesNotAskForAMajorityIsToldOfWhatIsForgotten() throws Exception {
        meeting(
                Map.of(Fault.FORGET_WRITE, 1.0),
                c -> c.withWriteConcern(WriteConcern.W1).insertOne(fifth()));
        assertEquals(4, present().size());
    }

    @Test
    void changesOfSeveralDocumentsEndInTheMiddle() throws Exception {
        Map<Fault, Long> met =
                meeting(
                        Map.of(Fault.SPLIT_STATEMENT, 1.0, Fault.LOSE_REQUEST, 0.3),
                        c -> {
                            for (int i = 0; i < 20; i++) {
                                try {
                                    c.updateMany(new Document(), Updates.inc("n", 1));
                                } catch (MongoException endedInTheMiddle) {
                                    // Some documents have changed, others have not.
                                }
                            }
                        });
        assertTrue(met.getOrDefault(Fault.SPLIT_STATEMENT, 0L) > 0);
        assertTrue(present().stream().map(d -> d.getInteger("n")).distinct().count() > 1);
    }

    @Test
    void splitChangesAreAnsweredAsOne() throws Exception {
        meeting(
                Map.of(Fault.SPLIT_STATEMENT, 1.0),
                c -> {
                    assertEquals(
                            4,
                            c.updateMany(new Document(), Updates.inc("n", 1)).getModifiedCount());
                    assertEquals(3, c.deleteMany(Filters.gt("_id", 1)).getDeletedCount());
                });
        assertEquals(List.of(new Document("_id", 1).append("n", 1)), present());
    }

    @Test
    void aQueryComesInSmallBatches() throws Exception {
        Map<Fault, Long> met =
                meeting(
                        Map.of(Fault.SPLIT_FIND, 1.0),
                        c -> assertEquals(4, c.find().into(new ArrayList<>()).size()));
        assertEquals(1, met.get(Fault.SPLIT_FIND));
    }
}
