package posthorn.store;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A store and a driver that is connected to it. The tests say what MongoDB does; so they run on the
 * server that {@code POSTHORN_TEST_MONGODB_URI} names, when it is set, and on the embedded store
 * otherwise. A fixture on the same directory finds what an earlier one has written.
 */
final class StoreFixture implements AutoCloseable {
    private static final @Nullable String SERVER = System.getenv("POSTHORN_TEST_MONGODB_URI");

    static {
        System.out.println(
                "store of these tests: "
                        + (isEmbedded()
                                ? "the embedded one"
                                : "the server of POSTHORN_TEST_MONGODB_URI"));
    }

    private final @Nullable EmbeddedStore store;
    private final MongoClient client;
    private final String database;

    StoreFixture(Path directory) {
        this(directory, StoreSettings.defaults());
    }

    StoreFixture(Path directory, StoreSettings settings) {
        if (SERVER != null && !SERVER.isEmpty()) {
            store = null;
            client = MongoClients.create(SERVER);
        } else {
            EmbeddedStore started = EmbeddedStore.start(directory, settings);
            store = started;
            client = MongoClients.create(started.uri());
        }
        database = "posthorn_test_" + Integer.toHexString(directory.hashCode());
    }

    /** Whether the tests run on the embedded store, not on a server. */
    static boolean isEmbedded() {
        return SERVER == null || SERVER.isEmpty();
    }

    EmbeddedStore store() {
        if (store == null) {
            throw new IllegalStateException("this test is about the embedded store");
        }
        return store;
    }

    MongoClient client() {
        return client;
    }

    MongoDatabase database() {
        return client.getDatabase(database);
    }

    /** A collection with the concerns of the services. */
    MongoCollection<Document> collection(String name) {
        return database()
                .getCollection(name)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY);
    }

    @Override
    public void close() {
        client.close();
        if (store != null) {
            store.close();
        }
    }
}
