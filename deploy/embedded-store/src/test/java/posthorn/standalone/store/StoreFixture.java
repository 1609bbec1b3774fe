package posthorn.standalone.store;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import org.bson.Document;

/** A store in a directory and a driver that is connected to it. */
final class StoreFixture implements AutoCloseable {
    private final EmbeddedStore store;
    private final MongoClient client;

    StoreFixture(Path directory) {
        this(directory, StoreSettings.defaults());
    }

    StoreFixture(Path directory, StoreSettings settings) {
        store = EmbeddedStore.start(directory, settings);
        client = MongoClients.create(store.uri());
    }

    EmbeddedStore store() {
        return store;
    }

    MongoClient client() {
        return client;
    }

    MongoDatabase database() {
        return client.getDatabase("test");
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
        store.close();
    }
}
