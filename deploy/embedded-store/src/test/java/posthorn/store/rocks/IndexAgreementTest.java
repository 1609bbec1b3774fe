package posthorn.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.store.Deadline;
import posthorn.store.StoreSettings;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;
import posthorn.store.query.SortOrder;
import posthorn.store.update.UpdateParser;

/** Random documents, changes and queries: every index must find what looking at each one finds. */
class IndexAgreementTest {
    private static final long SEED = 4711;
    private static final int DOCUMENTS = 200;
    private static final int QUERIES = 120;
    private static final List<String> INDEXES =
            List.of(
                    "{a: 1}",
                    "{a: 1, b: -1}",
                    "{b: 1, d: 1}",
                    "{'d.x': 1, 'd.y': 1}",
                    "{d: -1}",
                    "{'d.y': -1, b: 1}");

    @TempDir Path directory;
    private final Random random = new Random(SEED);
    private final Map<Integer, BsonDocument> model = new TreeMap<>();
    private Storage storage;
    private StoredCollection collection;

    @BeforeEach
    void fill() {
        storage =
                Storage.open(
                        directory,
                        StoreSettings.defaults(),
                        e -> {
                            throw new AssertionError(e);
                        });
        collection = new Catalog(storage).findOrCreate("test", "c");
        for (int i = 0; i < DOCUMENTS; i++) {
            if (i == DOCUMENTS / 2) {
                INDEXES.forEach(this::createIndex);
            }
            insert(i);
        }
        for (int i = 0; i < DOCUMENTS; i++) {
            change(random.nextInt(DOCUMENTS));
        }
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void createIndex(String pattern) {
        collection.createIndex(pattern, BsonDocument.parse(pattern), false);
    }

    private void insert(int id) {
        BsonDocument document = BsonDocument.parse("{_id: " + id + ", a: 0, b: 0, d: 0}");
        document.put("a", scalar());
        document.put("b", new BsonInt32(random.nextInt(5)));
        document.put("d", nested());
        if (random.nextInt(5) == 0) {
            document.remove(random.nextBoolean() ? "a" : "d");
        }
        model.put(id, document);
        collection.exclusively(
                Deadline.NONE,
                writer -> {
                    writer.insert(document);
                    return true;
                });
    }

    private BsonValue scalar() {
        String[] texts = {"1", "2", "3", "4", "2.0", "null", "'s'", "'t'", "[]", "[1, 3]", "true"};
        int kinds = random.nextInt(4) == 0 ? texts.length : 5;
        return value(texts[random.nextInt(kinds)]);
    }

    private BsonValue nested() {
        String[] texts = {
            "{x: 1, y: 2}",
            "{x: 2}",
            "[{x: 1, y: 3}, {x: 3, y: 1}]",
            "[{x: 2, y: 2}, {x: 2, y: 4}]",
            "[{y: 1}, 2, {x: [1, 2], y: 3}]",
            "[]",
            "3",
            "[1, [2, 3]]"
        };
        return value(texts[random.nextInt(texts.length)]);
    }

    private static BsonValue value(String json) {
        return BsonDocument.parse("{v: " + json + "}").get("v", new BsonInt32(0));
    }

    private void change(int id) {
        Filter filter = FilterParser.parse(new BsonDocument("_id", new BsonInt32(id)));
        collection.exclusively(
                Deadline.NONE,
                writer -> {
                    Row row = writer.first(filter, SortOrder.NONE, null);
                    if (row == null) {
                        return false;
                    }
                    if (random.nextInt(10) == 0) {
                        writer.delete(row);
                        model.remove(id);
                        return true;
                    }
                    String field = random.nextBoolean() ? "a" : "d";
                    BsonDocument set =
                            new BsonDocument(field, field.equals("a") ? scalar() : nested());
                    BsonDocument changed =
                            UpdateParser.parse(new BsonDocument("$set", set), null)
                                    .apply(row.document());
                    writer.replace(row, changed);
                    model.put(id, changed);
                    return true;
                });
    }

    private String condition() {
        String[] paths = {"a", "b", "d", "d.x", "d.y"};
        String path = paths[random.nextInt(paths.length)];
        int n = random.nextInt(5);
        String test =
                switch (random.nextInt(9)) {
                    case 0, 1 -> String.valueOf(n);
                    case 2 -> "{$gt: " + n + "}";
                    case 3 -> "{$gte: " + n + ", $lt: " + (n + 2) + "}";
                    case 4 -> "{$lte: " + n + "}";
                    case 5 -> "{$in: [" + n + ", 's', null]}";
                    case 6 -> "null";
                    case 7 -> "{$ne: " + n + "}";
                    default ->
                            path.equals("d")
                                    ? "{$elemMatch: {x: {$gte: 1, $lte: " + n + "}, y: {$gt: 1}}}"
                                    : "{$exists: true}";
                };
        return "{'" + path + "': " + test + "}";
    }

    private String query() {
        String both = "{$and: [" + condition() + ", " + condition() + "]}";
        return switch (random.nextInt(4)) {
            case 0 -> condition();
            case 1 -> "{$or: [" + both + ", " + condition() + "]}";
            default -> both;
        };
    }

    @Test
    void everyIndexFindsWhatALookAtEachDocumentFinds() {
        Map<String, Integer> used = new HashMap<>();
        for (int i = 0; i < QUERIES; i++) {
            String query = query();
            Filter filter = FilterParser.parse(BsonDocument.parse(query));
            List<Integer> expected = new ArrayList<>();
            model.forEach((id, document) -> {
                if (filter.matches(document)) {
                    expected.add(id);
                }
            });
            assertEquals(expected, sorted(find(filter, SortOrder.NONE, null, used)), query);
            for (IndexDefinition index : collection.indexes()) {
                List<Integer> found = find(filter, SortOrder.NONE, index.name(), used);
                assertEquals(expected, sorted(found), () -> query + " by " + index.name());
            }
        }
        assertTrue(used.size() > INDEXES.size(), used::toString);
    }

    @Test
    void sortedPlansAreInOrder() {
        String[] orders = {"{a: 1}", "{b: -1}", "{a: -1, b: 1}", "{b: 1, a: 1}", "{_id: -1}"};
        for (int i = 0; i < QUERIES; i++) {
            Filter filter = FilterParser.parse(BsonDocument.parse(query()));
            SortOrder sort =
                    SortOrder.parse(BsonDocument.parse(orders[random.nextInt(orders.length)]));
            try (Reader reader = collection.read(Deadline.NONE)) {
                Plan plan = reader.plan(filter, sort, null);
                if (plan.sorted()) {
                    assertSorted(reader.rows(plan, filter, Reader.Position.start()), sort);
                }
            }
        }
    }

    private static void assertSorted(Reader.Rows rows, SortOrder sort) {
        try (rows) {
            Row last = rows.next();
            for (Row row = last; row != null; row = rows.next()) {
                assertTrue(last == null || sort.compare(last.document(), row.document()) <= 0);
                last = row;
            }
        }
    }

    /** The ids that a plan finds, read with a new reader after every few rows. */
    private List<Integer> find(
            Filter filter, SortOrder sort, @Nullable String hint, Map<String, Integer> used) {
        List<Integer> ids = new ArrayList<>();
        Reader.Position position = Reader.Position.start();
        Plan plan = collection.plan(filter, sort, hint);
        plan.indexNames().forEach(name -> used.merge(name, 1, Integer::sum));
        int before = -1;
        while (before < ids.size()) {
            before = ids.size();
            try (Reader reader = collection.read(Deadline.NONE);
                    Reader.Rows rows = reader.rows(plan, filter, position)) {
                Row row = rows.next();
                while (row != null) {
                    ids.add(row.document().getInt32("_id").getValue());
                    position = rows.position();
                    row = ids.size() < before + 37 ? rows.next() : null;
                }
            }
        }
        return ids;
    }

    private static List<Integer> sorted(List<Integer> ids) {
        List<Integer> copy = new ArrayList<>(ids);
        Collections.sort(copy);
        return copy;
    }
}
