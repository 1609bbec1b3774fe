package posthorn.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {
    private static final int ACCOUNTS = 5;
    private static final int ENTRIES = 200;

    @TempDir Path directory;
    private StoreFixture fixture;
    private MongoCollection<Document> log;

    @BeforeEach
    void fill() {
        fixture = new StoreFixture(directory);
        log = fixture.collection("log");
        log.createIndex(Indexes.ascending("account", "n"), new IndexOptions().unique(true));
        List<Document> batch = new ArrayList<>();
        for (int n = 0; n < ENTRIES; n++) {
            for (int a = 0; a < ACCOUNTS; a++) {
                batch.add(
                        new Document("_id", a * 1000 + n)
                                .append("account", "a" + a)
                                .append("n", n)
                                .append("color", n % 2 == 0 ? "red" : null)
                                .append("parts", List.of(part("x", n), part("y", n + 1000))));
            }
        }
        log.insertMany(batch);
    }

    private static Document part(String name, int at) {
        return new Document("name", name).append("at", at);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<Integer> ids(FindIterable<Document> found) {
        List<Integer> ids = new ArrayList<>();
        found.projection(include("_id")).forEach(d -> ids.add(d.getInteger("_id")));
        return ids;
    }

    private List<Integer> ids(Bson filter) {
        return ids(log.find(filter).sort(ascending("_id")));
    }

    /**
     * How many documents the embedded store looked at for a query; a server has others to serve.
     */
    private long examined(Runnable query) {
        long before = scannedObjects();
        query.run();
        return StoreFixture.isEmbedded() ? scannedObjects() - before : 0;
    }

    private long scannedObjects() {
        Document status = fixture.database().runCommand(new Document("serverStatus", 1));
        Document metrics = status.get("metrics", Document.class);
        return metrics.get("queryExecutor", Document.class).getLong("scannedObjects");
    }

    @Test
    void rangeWithSortAndLimitReadsOnlyWhatItReturns() {
        Bson range = and(eq("account", "a3"), gt("n", 50), lte("n", 150));
        long examined =
                examined(() ->
                        assertEquals(
                                List.of(3051, 3052, 3053),
                                ids(log.find(range).sort(ascending("n")).limit(3))));
        assertTrue(examined <= 4, "examined " + examined);
        assertEquals(List.of(3150, 3149), ids(log.find(range).sort(descending("n")).limit(2)));
        assertEquals(100, log.countDocuments(range));
    }

    @Test
    void newestEntryIsFoundFromTheEndOfTheIndex() {
        long examined =
                examined(() ->
                        assertEquals(
                                List.of(2199),
                                ids(log.find(eq("account", "a2")).sort(descending("n")).limit(1))));
        assertTrue(examined <= 2, "examined " + examined);
    }

    @Test
    void operatorsSelectWhatTheySay() {
        assertEquals(List.of(7, 1009), ids(in("_id", 7, 1009, 99999)));
        assertEquals(List.of(0, 1), ids(and(lt("_id", 1000), lt("n", 2))));
        assertEquals(List.of(198, 199), ids(and(eq("account", "a0"), gte("n", 198.0))));
        assertEquals(List.of(1), ids(and(eq("account", "a0"), lt("n", 3), eq("color", null))));
        assertEquals(List.of(0, 2), ids(and(eq("account", "a0"), lt("n", 3), ne("color", null))));
        assertEquals(
                List.of(1), ids(and(eq("account", "a0"), lt("n", 3), not(eq("color", "red")))));
        assertEquals(List.of(2), ids(and(eq("account", "a0"), lt("n", 3), nin("n", 0, 1))));
        assertEquals(List.of(), ids(exists("nothing")));
        assertEquals(ACCOUNTS * ENTRIES, ids(exists("color")).size());
        assertEquals(List.of(3, 4005), ids(or(eq("_id", 3), and(eq("account", "a4"), eq("n", 5)))));
    }

    @Test
    void alternativesUseAnIndexEach() {
        Bson either =
                or(
                        and(eq("account", "a1"), lt("n", 3)),
                        and(eq("account", "a1"), lt("n", 2)),
                        eq("_id", 1001));
        long examined = examined(() -> assertEquals(List.of(1000, 1001, 1002), ids(either)));
        assertTrue(examined <= 8, "examined " + examined);
    }

    @Test
    void boundsOnAnArrayAreMetByOneOrByTwoElements() {
        log.createIndex(Indexes.ascending("parts.name", "parts.at"));
        assertEquals(List.of(50), ids(and(lt("_id", 1000), eq("parts.at", 1050))));
        // Two elements meet the two conditions.
        assertEquals(
                List.of(50),
                ids(and(lt("_id", 1000), eq("parts.name", "x"), eq("parts.at", 1050))));
        Bson one = elemMatch("parts", and(eq("name", "x"), eq("at", 1050)));
        assertEquals(List.of(), ids(one));
        Bson range = elemMatch("parts", and(eq("name", "y"), gte("at", 1010), lt("at", 1012)));
        long examined = examined(() -> assertEquals(2 * ACCOUNTS, ids(range).size()));
        assertTrue(examined <= 2 * ACCOUNTS + 1, "examined " + examined);
        // Each document once, although two of its keys lie in the range.
        assertEquals(ACCOUNTS, ids(in("parts.at", 7, 1007)).size());
    }

    @Test
    void descendingIndexServesRangesToo() {
        log.createIndex(Indexes.compoundIndex(Indexes.ascending("color"), Indexes.descending("n")));
        Bson range = and(eq("color", "red"), gte("n", 196), lt("n", 199));
        List<Integer> newestFirst = new ArrayList<>();
        long examined =
                examined(() ->
                        log.find(range)
                                .sort(descending("n"))
                                .forEach(d -> newestFirst.add(d.getInteger("n"))));
        assertEquals(10, newestFirst.size());
        assertEquals(198, newestFirst.getFirst());
        assertEquals(196, newestFirst.getLast());
        assertTrue(examined <= 11, "examined " + examined);
    }

    @Test
    void cursorGoesThroughManyBatches() {
        List<Integer> all = ids(log.find().batchSize(7).sort(ascending("account", "n")));
        assertEquals(ACCOUNTS * ENTRIES, all.size());
        assertEquals(all.stream().sorted().toList(), all);
        List<Integer> byColor = ids(log.find().batchSize(50).sort(descending("color", "_id")));
        assertEquals(4198, byColor.getFirst());
        assertEquals(1, byColor.getLast());
        assertEquals(30, ids(log.find().batchSize(7).limit(30).skip(3)).size());
    }

    @Test
    void projectionKeepsOrDropsFields() {
        Document first = log.find(eq("_id", 1)).projection(include("parts.at", "n")).first();
        assertEquals(
                new Document("_id", 1)
                        .append("n", 1)
                        .append("parts", List.of(new Document("at", 1), new Document("at", 1001))),
                first);
        Document rest =
                log.find(eq("_id", 2))
                        .projection(fields(exclude("_id", "parts", "account")))
                        .first();
        assertEquals(new Document("n", 2).append("color", "red"), rest);
    }

    @Test
    void countsAreExact() {
        assertEquals(ACCOUNTS * ENTRIES, log.countDocuments());
        assertEquals(ACCOUNTS * ENTRIES, log.estimatedDocumentCount());
        assertEquals(0, log.countDocuments(eq("account", "nobody")));
        assertEquals(
                10, log.countDocuments(eq("account", "a1"), new CountOptions().limit(10).skip(5)));
    }
}
