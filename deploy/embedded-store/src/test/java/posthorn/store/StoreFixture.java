package posthorn.store;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import posthorn.store.server.TestServer;

/**
 * A store and a driver that is connected to it. The tests say what MongoDB does; so they run on the
 * server that {@code POSTHORN_TEST_MONGODB_URI} names, when it is set, and on the embedded store
 * otherwise. On a server its database is dropped when it is closed.
 */
final class StoreFixture implements AutoCloseable {
    private static final Optional<String> SERVER = TestServer.outside();

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
    private boolean kept;

    StoreFixture(Path directory) {
        this(directory, StoreSettings.defaults());
    }

    StoreFixture(Path directory, StoreSettings settings) {
        if (SERVER.isPresent()) {
            store = null;
            client = MongoClients.create(SERVER.get());
        } else {
            EmbeddedStore started = EmbeddedStore.start(directory, settings);
            store = started;
            client = MongoClients.create(started.uri());
        }
        database = "posthorn_test_" + Integer.toHexString(directory.hashCode());
    }

    /** Whether the tests run on the embedded store, not on a server. */
    static boolean isEmbedded() {
        return SERVER.isEmpty();
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

    /** Another fixture on the same directory finds what this one leaves. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (!isEmbedded() && !kept) {
            database().drop();
        }
        client.close();
        if (store != null) {
            store.close();
        }
    }
}
