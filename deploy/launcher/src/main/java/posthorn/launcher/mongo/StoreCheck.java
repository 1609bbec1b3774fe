package posthorn.launcher.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * All checks of a server, in a database of their own that is dropped at the end, whatever happens;
 * no other database is looked at or written to.
 */
public final class StoreCheck implements AutoCloseable {

    private static final int ANSWER_SECONDS = 10;

    private final MongoClient client;
    private final MongoDatabase database;

    /**
     * Connects; does not wait for the server.
     *
     * @throws IllegalArgumentException when {@code uri} is no connection string
     */
    public StoreCheck(String uri) {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String name = "posthorn_check_" + HexFormat.of().formatHex(random);
        this.client =
                MongoClients.create(
                        MongoClientSettings.builder()
                                .applyConnectionString(new ConnectionString(uri))
                                .applicationName("posthorn store check")
                                .retryWrites(false)
                                .retryReads(false)
                                .applyToSocketSettings(socket ->
                                        socket.connectTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                                                .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                                .applyToClusterSettings(cluster ->
                                        cluster.serverSelectionTimeout(
                                                ANSWER_SECONDS, TimeUnit.SECONDS))
                                .build());
        // As the services do.
        this.database =
                client.getDatabase(name)
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withReadPreference(ReadPreference.primary());
    }

    /** Name of the database that is made and dropped. */
    public String name() {
        return database.getName();
    }

    /**
     * The server's version, and whether it is a member of a replica set or a router of a sharded
     * cluster.
     *
     * @throws NoAnswer when it does not answer
     */
    public String server() {
        try {
            return described();
        } catch (MongoException e) {
            throw new NoAnswer(e);
        }
    }

    private String described() {
        MongoDatabase admin = client.getDatabase("admin");
        Document hello = admin.runCommand(new Document("hello", 1));
        String version = admin.runCommand(new Document("buildInfo", 1)).getString("version");
        String kind =
                hello.containsKey("setName")
                        ? "replica set " + hello.getString("setName")
                        : "isdbgrid".equals(hello.get("msg"))
                                ? "sharded cluster"
                                : "no replica set: nothing is left when it is lost";
        return version + ", " + kind;
    }

    /**
     * Runs everything.
     *
     * @param stepDown whether the primary is to step down
     * @param progress told of each result as it comes
     * @return all results, in their order
     */
    public List<CheckResult> run(boolean stepDown, Consumer<CheckResult> progress) {
        List<CheckResult> results = new ArrayList<>();
        Consumer<CheckResult> heard =
                result -> {
                    results.add(result);
                    progress.accept(result);
                };
        new Contracts(database).run(heard);
        DeclaredStores.explain(database, heard);
        if (stepDown) {
            heard.accept(new StepDown(database, client.getDatabase("admin")).run());
        } else {
            heard.accept(
                    CheckResult.skipped(
                            "a primary that steps down loses nothing",
                            "it was not asked for: --step-down does it"));
        }
        return results;
    }

    /**
     * Drops the database.
     *
     * @throws NoAnswer when the server does not answer: the database is left
     */
    @Override
    public void close() {
        try {
            database.drop();
        } catch (MongoException e) {
            throw new NoAnswer(e);
        } finally {
            client.close();
        }
    }
}
