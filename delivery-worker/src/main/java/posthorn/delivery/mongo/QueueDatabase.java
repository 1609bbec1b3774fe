package posthorn.delivery.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import posthorn.runtime.mongo.ClientMeters;
import posthorn.runtime.mongo.MongoServer;

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
     * Connects; does not wait for the server.
     *
     * @param server where it is
     * @param name database, {@link #NAME} except in tests
     * @param connections at most, 1 to 1000
     * @param meters what commands and connections are measured with
     */
    public QueueDatabase(MongoServer server, String name, int connections, MeterRegistry meters) {
        this.client =
                server.client(MongoClient.class, builder -> create(builder, connections, meters));
        this.database =
                client.getDatabase(name)
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withReadPreference(ReadPreference.primary());
    }

    private static MongoClient create(
            MongoClientSettings.Builder builder, int connections, MeterRegistry meters) {
        MongoClientSettings.Builder settings =
                builder.applicationName("posthorn delivery-worker")
                        .retryWrites(false)
                        .retryReads(false)
                        .applyToConnectionPoolSettings(pool ->
                                pool.maxSize(connections)
                                        .maxWaitTime(ANSWER_SECONDS, TimeUnit.SECONDS))
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                                        .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                        .applyToClusterSettings(cluster ->
                                cluster.serverSelectionTimeout(ANSWER_SECONDS, TimeUnit.SECONDS));
        return MongoClients.create(
                ClientMeters.measure(settings, meters, "delivery-worker", connections).build());
    }

    /** Makes the indexes that are missing; waits for the server. */
    public void prepare() {
        QueueIndexes.create(database);
    }

    /**
     * Asks the server for an answer.
     *
     * @throws com.mongodb.MongoException when there is none
     */
    public void ping() {
        database.runCommand(new Document("ping", 1));
    }

    /** How the server keeps what it is given; asks it. */
    public StoreFacts facts() {
        return StoreFacts.of(database, client.getDatabase("admin"));
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

    /** Policies of domains that we send to. */
    public MongoStsPolicies stsPolicies() {
        return new MongoStsPolicies(database);
    }

    /** What is counted for reports to other domains. */
    public MongoReportCounts reportCounts() {
        return new MongoReportCounts(database);
    }

    /** What other domains report. */
    public MongoReceivedReports receivedReports() {
        return new MongoReceivedReports(database);
    }

    /** The trace in it. */
    public MongoTrace trace() {
        return new MongoTrace(database);
    }

    /** What workers tell one another of the pace. */
    public MongoPace pace() {
        return new MongoPace(database);
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
