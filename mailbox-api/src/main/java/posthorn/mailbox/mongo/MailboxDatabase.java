package posthorn.mailbox.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import posthorn.runtime.mongo.ClientMeters;
import posthorn.runtime.mongo.MongoServer;

/**
 * The connection to the mailbox database. What a write answered stands on a majority's journals;
 * what a read returns is never rolled back, though it may be stale. Safe for all threads.
 */
public final class MailboxDatabase implements AutoCloseable {

    /** Name of the database, behind the prefix of the settings. */
    public static final String NAME = "posthorn_mailbox";

    /**
     * How long the store may take for an answer before it counts as away: about as long as a
     * replica set needs for another primary ({@code electionTimeoutMillis} is 10 s), and short
     * enough for a caller to ask a second time before its own client gives up.
     */
    static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    private static final int DUPLICATE = 11000;

    private final MongoClient driver;
    private final MongoDatabase database;
    private volatile boolean indexed;

    private MailboxDatabase(MongoClient driver, String name) {
        this.driver = driver;
        this.database = driver.getDatabase(name);
    }

    /**
     * Connects; no waiting, the first command finds the server.
     *
     * @param server where it is
     * @param connections at most this many at once
     * @param meters what commands and connections are measured with
     */
    public static MailboxDatabase connect(
            MongoServer server, int connections, MeterRegistry meters) {
        return connect(server, server.named(NAME), connections, meters);
    }

    static MailboxDatabase connect(
            MongoServer server, String name, int connections, MeterRegistry meters) {
        return new MailboxDatabase(
                server.client(MongoClient.class, builder -> create(builder, connections, meters)),
                name);
    }

    private static MongoClient create(
            MongoClientSettings.Builder builder, int connections, MeterRegistry meters) {
        MongoClientSettings.Builder settings =
                builder.applicationName("mailbox-api")
                        .retryWrites(false)
                        .retryReads(true)
                        .readPreference(ReadPreference.primary())
                        .readConcern(ReadConcern.MAJORITY)
                        .writeConcern(
                                WriteConcern.MAJORITY
                                        .withJournal(true)
                                        .withWTimeout(
                                                ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                        .applyToConnectionPoolSettings(pool ->
                                pool.maxSize(connections)
                                        .maxWaitTime(
                                                ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                        .applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(3, TimeUnit.SECONDS))
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(3, TimeUnit.SECONDS)
                                        .readTimeout(30, TimeUnit.SECONDS));
        return MongoClients.create(
                ClientMeters.measure(settings, meters, "mailbox-api", connections).build());
    }

    /** Makes the indexes that are missing. Nothing is written before that is done. */
    public Uni<Void> ready() {
        return Multi.createFrom()
                .iterable(Indexes.ALL)
                .onItem()
                .transformToUniAndConcatenate(index ->
                        collection(index.collection()).createIndex(index.keys(), index.options()))
                .collect()
                .last()
                .invoke(() -> indexed = true)
                .replaceWithVoid();
    }

    /** Takes it for granted that somebody else has made the indexes. */
    MailboxDatabase indexed() {
        indexed = true;
        return this;
    }

    /** Whether unique indexes keep what is written from being there twice. */
    private boolean isIndexed() {
        return indexed;
    }

    /** Completes when the server answers. */
    public Uni<Void> ping() {
        return DocumentCollection.one(database.runCommand(new Document("ping", 1)))
                .ifNoItem()
                .after(Duration.ofSeconds(3))
                .fail()
                .replaceWithVoid();
    }

    DocumentCollection collection(String name) {
        return new DocumentCollection(
                database.getCollection(name, BsonDocument.class), this::isIndexed);
    }

    /**
     * The document of this id as it is now: whatever stood with a majority before the call is seen.
     *
     * @return no item: there is none
     */
    Uni<BsonDocument> latest(String collection, String id) {
        return DocumentCollection.one(
                database.getCollection(collection, BsonDocument.class)
                        .withReadConcern(ReadConcern.LINEARIZABLE)
                        .find(Filters.eq("_id", id))
                        .maxTime(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                        .first());
    }

    /** The call as a stage that ends in bounded time, whatever the store does. */
    static <T> CompletionStage<T> bounded(Uni<T> call) {
        return inTime(call).subscribeAsCompletionStage();
    }

    /** The call, which ends in bounded time, whatever the store does. */
    static <T> Uni<T> inTime(Uni<T> call) {
        return call.ifNoItem().after(ANSWERS_WITHIN.plusSeconds(2)).fail();
    }

    /** Whether an insert failed since there is such a document already, by a unique index. */
    static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoException error && error.getCode() == DUPLICATE;
    }

    /** Drops everything: for tests. */
    Uni<Void> drop() {
        return DocumentCollection.one(database.drop());
    }

    @Override
    public void close() {
        driver.close();
    }
}
