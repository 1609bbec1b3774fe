package posthorn.delivery.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import posthorn.runtime.settings.BadSetting;

/**
 * The connection to {@code posthorn_queue}: writes by majority with journal, reads of what a
 * majority has from the primary, and nothing repeated by the driver, since whoever asks decides
 * that.
 */
public final class QueueDatabase implements AutoCloseable {

    /** Name of the database. */
    public static final String NAME = "posthorn_queue";

    private static final int ANSWER_SECONDS = 10;

    private final MongoClient client;
    private final MongoDatabase database;

    /**
     * Refuses what is no connection string; connects to nothing. The text may hold a password, and
     * is not told.
     */
    public static void check(String uri) {
        try {
            new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(
                    "posthorn.mongodb.uri",
                    "has to be a connection string as in mongodb://user:password@host:27017");
        }
    }

    /**
     * Connects; does not wait for the server.
     *
     * @param uri connection string
     * @param name database, {@link #NAME} except in tests
     * @param connections at most, 1 to 1000
     */
    public QueueDatabase(String uri, String name, int connections) {
        this.client =
                MongoClients.create(
                        MongoClientSettings.builder()
                                .applyConnectionString(new ConnectionString(uri))
                                .applicationName("posthorn delivery-worker")
                                .retryWrites(false)
                                .retryReads(false)
                                .applyToConnectionPoolSettings(pool ->
                                        pool.maxSize(connections)
                                                .maxWaitTime(ANSWER_SECONDS, TimeUnit.SECONDS))
                                .applyToSocketSettings(socket ->
                                        socket.connectTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                                                .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                                .applyToClusterSettings(cluster ->
                                        cluster.serverSelectionTimeout(
                                                ANSWER_SECONDS, TimeUnit.SECONDS))
                                .build());
        this.database =
                client.getDatabase(name)
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withReadPreference(ReadPreference.primary());
    }

    /** Makes the indexes that are missing; waits for the server. */
    public void prepare() {
        QueueIndexes.create(database);
    }

    /** Whether the server answers. */
    public boolean answers() {
        try {
            database.runCommand(new Document("ping", 1));
            return true;
        } catch (com.mongodb.MongoException e) {
            return false;
        }
    }

    /** The queue in it. */
    public MongoQueue queue() {
        return new MongoQueue(database);
    }

    /** What is asked of the queue beside delivering. */
    public MongoQueueLookup lookup() {
        return new MongoQueueLookup(database);
    }

    /** The documents as they are stored: for tests. */
    MongoCollection<Document> messages() {
        return database.getCollection(MongoQueue.MESSAGES);
    }

    /** The trace in it. */
    public MongoTrace trace() {
        return new MongoTrace(database);
    }

    /** Drops everything in it: for tests. */
    public void drop() {
        database.drop();
    }

    @Override
    public void close() {
        client.close();
    }
}
