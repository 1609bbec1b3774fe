package posthorn.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.store.CommandFailure;
import posthorn.store.Deadline;
import posthorn.store.StoreSettings;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;
import posthorn.store.query.SortOrder;

/** What readers find while indexes come, go and learn of arrays. */
class ReaderTest {
    private static final BsonDocument BY_A = BsonDocument.parse("{a: 1}");
    private static final Filter A_IS_ONE = FilterParser.parse(BY_A);
    private static final Filter A_FROM_ZERO =
            FilterParser.parse(BsonDocument.parse("{a: {$gte: 0}}"));

    @TempDir Path directory;
    private Storage storage;
    private StoredCollection collection;

    @BeforeEach
    void open() {
        storage =
                Storage.open(
                        directory,
                        StoreSettings.defaults(),
                        e -> {
                            throw new AssertionError(e);
                        });
        collection = new Catalog(storage).findOrCreate("test", "c");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void insert(String... documents) {
        collection.exclusively(
                Deadline.NONE,
                writer -> {
                    for (String document : documents) {
                        writer.insert(BsonDocument.parse(document));
                    }
                    return true;
                });
    }

    private static List<Integer> ids(Reader reader, Plan plan, Filter filter) {
        List<Integer> ids = new ArrayList<>();
        try (Reader.Rows rows = reader.rows(plan, filter, Reader.Position.start())) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                ids.add(row.document().getInt32("_id").getValue());
            }
        }
        return ids;
    }

    @Test
    void aSnapshotFromBeforeAnIndexIsReadWithoutIt() {
        insert("{_id: 1, a: 1}", "{_id: 2, a: 2}");
        try (Reader reader = collection.read(Deadline.NONE)) {
            collection.createIndex("a_1", BY_A, false);
            Plan plan = reader.plan(A_IS_ONE, SortOrder.NONE, null);
            assertEquals(List.of(1), ids(reader, plan, A_IS_ONE));
            assertEquals(List.of("_id_"), plan.indexNames());
        }
        try (Reader reader = collection.read(Deadline.NONE)) {
            Plan plan = reader.plan(A_IS_ONE, SortOrder.NONE, null);
            assertEquals(List.of("a_1"), plan.indexNames());
            assertEquals(List.of(1), ids(reader, plan, A_IS_ONE));
        }
    }

    @Test
    void aPlanOfAnIndexThatIsDroppedServesNoLaterReader() {
        collection.createIndex("a_1", BY_A, false);
        insert("{_id: 1, a: 1}");
        Plan plan;
        try (Reader reader = collection.read(Deadline.NONE)) {
            plan = reader.plan(A_IS_ONE, SortOrder.NONE, null);
            assertTrue(reader.serves(plan));
        }
        collection.dropIndex("a_1");
        try (Reader reader = collection.read(Deadline.NONE)) {
            assertFalse(reader.serves(plan));
        }
    }

    @Test
    void arraysOfAnOperationThatFailsAreForgottenWithIt() {
        collection.createIndex("a_1", BY_A, false);
        assertThrows(
                CommandFailure.class,
                () ->
                        collection.exclusively(
                                Deadline.NONE,
                                writer -> {
                                    writer.insert(BsonDocument.parse("{_id: 1, a: [1, 2]}"));
                                    throw CommandFailure.badValue("the operation ends here");
                                }));
        assertEquals(0, arrays());
        insert("{_id: 2, a: [1, 2]}", "{_id: 3, a: [3, 4]}");
        assertEquals(1, arrays());
        storage.close();
        open();
        assertEquals(1, arrays());
        try (Reader reader = collection.read(Deadline.NONE)) {
            Plan plan = reader.plan(A_FROM_ZERO, SortOrder.NONE, "a_1");
            assertEquals(List.of(2, 3), ids(reader, plan, A_FROM_ZERO));
        }
    }

    private int arrays() {
        return collection.indexes().getLast().arrays();
    }
}
