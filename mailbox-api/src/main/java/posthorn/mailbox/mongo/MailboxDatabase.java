package posthorn.mailbox.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import posthorn.runtime.settings.BadSetting;

/**
 * The connection to the mailbox database. What a write answered stands on a majority's journals;
 * what a read returns is never rolled back, though it may be stale. Safe for all threads.
 */
public final class MailboxDatabase implements AutoCloseable {

    /** Name of the database. */
    public static final String NAME = "posthorn_mailbox";

    /**
     * How long the store may take for an answer before it counts as away: about as long as a
     * replica set needs for another primary ({@code electionTimeoutMillis} is 10 s), and short
     * enough for a caller to ask a second time before its own client gives up.
     */
    static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    private final MongoClient driver;
    private final MongoDatabase database;

    private MailboxDatabase(MongoClient driver, String name) {
        this.driver = driver;
        this.database = driver.getDatabase(name);
    }

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
     * Connects; no waiting, the first command finds the server.
     *
     * @param uri connection string
     * @param connections at most this many at once
     * @throws IllegalArgumentException when it is no connection string
     */
    public static MailboxDatabase connect(String uri, int connections) {
        return connect(uri, NAME, connections);
    }

    static MailboxDatabase connect(String uri, String name, int connections) {
        MongoClientSettings settings =
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .applicationName("mailbox-api")
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
                                        .readTimeout(30, TimeUnit.SECONDS))
                        .build();
        return new MailboxDatabase(MongoClients.create(settings), name);
    }

    /** Makes the indexes that are missing. */
    public Uni<Void> ready() {
        return Multi.createFrom()
                .iterable(Indexes.ALL)
                .onItem()
                .transformToUniAndConcatenate(index ->
                        collection(index.collection()).createIndex(index.keys(), index.options()))
                .collect()
                .last()
                .replaceWithVoid();
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
        return new DocumentCollection(database.getCollection(name, BsonDocument.class));
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

    /** Drops everything: for tests. */
    Uni<Void> drop() {
        return DocumentCollection.one(database.drop());
    }

    @Override
    public void close() {
        driver.close();
    }
}
