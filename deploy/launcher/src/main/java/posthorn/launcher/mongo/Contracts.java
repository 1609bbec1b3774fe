package posthorn.launcher.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * What Posthorn needs of MongoDB, each with the reason for it in words that an operator can act on.
 * Whatever a server does otherwise loses or doubles mail sooner or later.
 */
final class Contracts {

    private static final int DUPLICATE = 11000;
    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 25;
    private static final int LARGE = 8 * 1024 * 1024;

    private final MongoDatabase database;

    Contracts(MongoDatabase database) {
        this.database = database;
    }

    /** What is found; empty: nothing is wrong. */
    @FunctionalInterface
    private interface Contract {
        String wrong() throws Exception;
    }

    /** Runs each; one that fails does not end the others. */
    void run(Consumer<CheckResult> heard) {
        Map<String, Contract> contracts = new LinkedHashMap<>();
        contracts.put("what a majority has is read again", this::majority);
        contracts.put("a unique index refuses a key of a list that another has", this::multikey);
        contracts.put("a batch takes all that is not refused and names the rest", this::batch);
        contracts.put("of writers of one entry exactly one is taken", this::oneOfMany);
        contracts.put("a counter never gives a number twice", this::counter);
        contracts.put("a change with a condition is made once", this::condition);
        contracts.put("ids are in the order of their octets", this::order);
        contracts.put("a document of 8 MiB is kept", this::large);
        contracts.forEach((name, contract) -> heard.accept(result(name, contract)));
    }

    private static CheckResult result(String name, Contract contract) {
        try {
            String wrong = contract.wrong();
            return wrong.isEmpty() ? CheckResult.passed(name, "") : CheckResult.failed(name, wrong);
        } catch (Exception e) {
            return CheckResult.failed(name, "the server answered: " + e.getMessage());
        }
    }

    private MongoCollection<Document> fresh(String name) {
        MongoCollection<Document> collection = database.getCollection(name);
        collection.drop();
        return collection;
    }

    private MongoCollection<Document> log(String name) {
        MongoCollection<Document> log = fresh(name);
        for (String second : List.of("n", "keys")) {
            log.createIndex(
                    new Document("account", 1).append(second, 1), new IndexOptions().unique(true));
        }
        return log;
    }

    private static Document entry(String account, int n, String... keys) {
        return new Document("account", account).append("n", n).append("keys", List.of(keys));
    }

    private String majority() {
        MongoCollection<Document> documents = fresh("majority");
        Document written = new Document("_id", "a").append("x", 1);
        documents.insertOne(written);
        if (!written.equals(documents.find(new Document("_id", "a")).first())) {
            return "what was acknowledged is not read with read concern majority";
        }
        return written.equals(
                        documents
                                .withReadConcern(ReadConcern.LINEARIZABLE)
                                .find(new Document("_id", "a"))
                                .first())
                ? ""
                : "what was acknowledged is not read with read concern linearizable";
    }

    private String multikey() {
        MongoCollection<Document> log = log("multikey");
        log.insertOne(entry("a", 1, "k1", "k2"));
        log.insertOne(entry("b", 1, "k1"));
        log.insertOne(entry("a", 2, "k5", "k5"));
        try {
            log.insertOne(entry("a", 3, "k9", "k2"));
            return "a key that another document of the account has was taken again";
        } catch (MongoWriteException refused) {
            return refused.getError().getCode() == DUPLICATE
                    ? ""
                    : "it was refused with code " + refused.getError().getCode();
        }
    }

    private String batch() {
        MongoCollection<Document> log = log("batch");
        log.insertOne(entry("a", 1, "k1", "k2"));
        List<Document> batch =
                List.of(
                        entry("a", 2, "k3"),
                        entry("a", 1, "k4"),
                        entry("a", 3, "k9", "k2"),
                        entry("a", 4, "k6"));
        try {
            log.insertMany(batch, new InsertManyOptions().ordered(false));
            return "nothing was refused";
        } catch (MongoBulkWriteException refused) {
            List<Integer> which =
                    refused.getWriteErrors().stream().map(BulkWriteError::getIndex).toList();
            boolean codes =
                    refused.getWriteErrors().stream().allMatch(e -> e.getCode() == DUPLICATE);
            return which.equals(List.of(1, 2)) && codes && log.countDocuments() == 3
                    ? ""
                    : "refused were " + which + ", there are " + log.countDocuments();
        }
    }

    private String oneOfMany() throws Exception {
        MongoCollection<Document> log = log("race");
        for (int round = 0; round < ROUNDS; round++) {
            int n = round;
            List<Boolean> taken = atOnce(writer -> insert(log, n, writer));
            long count = taken.stream().filter(each -> each).count();
            if (count != 1) {
                return count + " of " + AT_ONCE + " writers were told that their entry was taken";
            }
        }
        return log.countDocuments() == ROUNDS ? "" : "there are " + log.countDocuments();
    }

    private static boolean insert(MongoCollection<Document> log, int n, int writer) {
        try {
            log.insertOne(entry("a", n, "k" + n + "-" + writer));
            return true;
        } catch (MongoWriteException refused) {
            if (refused.getError().getCode() == DUPLICATE) {
                return false;
            }
            throw refused;
        }
    }

    private String counter() throws Exception {
        MongoCollection<Document> counters = fresh("counter");
        counters.insertOne(new Document("_id", "c").append("n", 0));
        Set<Integer> given = new ConcurrentSkipListSet<>();
        atOnce(writer -> {
            for (int i = 0; i < ROUNDS; i++) {
                Document after =
                        counters.findOneAndUpdate(
                                new Document("_id", "c"),
                                new Document("$inc", new Document("n", 1)),
                                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
                given.add(after == null ? -1 : after.getInteger("n", -1));
            }
            return true;
        });
        return given.size() == AT_ONCE * ROUNDS
                ? ""
                : given.size() + " numbers were given for " + AT_ONCE * ROUNDS + " calls";
    }

    private String condition() throws Exception {
        MongoCollection<Document> documents = fresh("condition");
        documents.insertOne(new Document("_id", "c").append("version", 0));
        for (int round = 0; round < ROUNDS; round++) {
            int version = round;
            List<Boolean> won =
                    atOnce(writer ->
                            documents
                                            .updateOne(
                                                    new Document("_id", "c")
                                                            .append("version", version),
                                                    new Document(
                                                            "$set",
                                                            new Document("version", version + 1)))
                                            .getModifiedCount()
                                    == 1);
            long count = won.stream().filter(each -> each).count();
            if (count != 1) {
                return count + " of " + AT_ONCE + " writers made the change of one version";
            }
        }
        return "";
    }

    private String order() {
        MongoCollection<Document> documents = fresh("order");
        for (String id : List.of("a/2", "A/1", "a/10", "é", "b")) {
            documents.insertOne(new Document("_id", id));
        }
        List<String> ids = new ArrayList<>();
        documents.find().sort(new Document("_id", 1)).forEach(d -> ids.add(d.getString("_id")));
        return ids.equals(List.of("A/1", "a/10", "a/2", "b", "é"))
                ? ""
                : "they come as " + ids + ": the database must have no collation";
    }

    private String large() {
        MongoCollection<Document> documents = fresh("large");
        byte[] octets = new byte[LARGE];
        octets[LARGE - 1] = 7;
        documents.insertOne(new Document("_id", "l").append("b", new Binary(octets)));
        Document read = documents.find(new Document("_id", "l")).first();
        return read != null && read.get("b", Binary.class).getData()[LARGE - 1] == 7
                ? ""
                : "it is not read again";
    }

    /** One thread for each writer; the results, or the first failure. */
    private static <T> List<T> atOnce(Work<T> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int writer = 0; writer < AT_ONCE; writer++) {
                int number = writer;
                calls.add(() -> work.of(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(calls, 1, TimeUnit.MINUTES)) {
                results.add(each.get());
            }
            return results;
        }
    }

    /** What a writer does. */
    @FunctionalInterface
    private interface Work<T> {
        T of(int writer) throws MongoException;
    }
}
