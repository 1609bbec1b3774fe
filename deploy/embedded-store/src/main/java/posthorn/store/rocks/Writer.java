package posthorn.store.rocks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.Deadline;
import posthorn.store.bson.BsonBytes;
import posthorn.store.query.Filter;
import posthorn.store.query.SortOrder;

/**
 * Changes one collection, under its lock. What it writes it sees itself by key, but a search sees
 * only what is committed. For one thread, within {@link StoredCollection#exclusively}.
 */
public final class Writer implements AutoCloseable {
    /** The largest document, in bytes, as MongoDB has it. */
    public static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

    private static final long COMMIT_BYTES = 4L << 20;

    private final StoredCollection collection;
    private final Storage storage;
    private final WriteSet writes;
    private final Deadline deadline;
    private final Map<Integer, Integer> newArrays = new HashMap<>();

    Writer(StoredCollection collection, Storage storage, Deadline deadline) {
        this.collection = collection;
        this.storage = storage;
        this.writes = new WriteSet(storage);
        this.deadline = deadline;
    }

    /** Makes what was written so far visible. */
    public void commit() {
        collection.commit(writes, newArrays);
        newArrays.clear();
    }

    /**
     * The first committed row that matches, in this order; null when there is none.
     *
     * @param indexName the index to use, null to choose one
     */
    public @Nullable Row first(Filter filter, SortOrder sort, @Nullable String indexName) {
        try (ReadView view = storage.current()) {
            Plan plan = collection.plan(filter, sort, indexName);
            try (Scan scan = scan(view, plan, filter)) {
                Row best = scan.next();
                if (plan.sorted()) {
                    return best;
                }
                for (Row row = best; row != null; row = scan.next()) {
                    best =
                            best == null || sort.compare(row.document(), best.document()) < 0
                                    ? row
                                    : best;
                }
                return best;
            }
        }
    }

    /**
     * Gives each row that matches now to {@code change}, each once, whatever the change makes of
     * it. What was written is committed now and then, so that memory stays bounded: as with
     * MongoDB, an operation on many documents is not one transaction.
     */
    public void forEach(Filter filter, @Nullable String indexName, Consumer<Row> change) {
        try (ReadView view = storage.snapshot()) {
            Plan plan = collection.plan(filter, SortOrder.NONE, indexName);
            try (Scan scan = scan(view, plan, filter)) {
                for (Row row = scan.next(); row != null; row = scan.next()) {
                    change.accept(row);
                    if (writes.bytes() > COMMIT_BYTES) {
                        commit();
                    }
                }
            }
        }
    }

    private Scan scan(ReadView view, Plan plan, Filter filter) {
        return new Scan(collection, storage, view, plan, filter, deadline, Scan.Position.START);
    }

    /**
     * Inserts a document.
     *
     * @throws CommandFailure 11000 when its {@code _id} or a unique key is taken; nothing is
     *     written then
     */
    public void insert(BsonDocument document) {
        insert(collection.prepare(document));
    }

    /** As {@link #insert(BsonDocument)}, with the work done that needs no lock. */
    public void insert(StoredCollection.Prepared given) {
        StoredCollection.Prepared prepared =
                collection.isCurrent(given) ? given : collection.prepare(given.document());
        checkSize(prepared.bytes());
        byte[] key = collection.documentKey(prepared.id());
        if (writes.get(Family.DOCUMENTS, key) != null) {
            throw collection.duplicate(
                    prepared.indexes().getFirst(),
                    new BsonDocument("_id", prepared.document().get("_id")));
        }
        for (int i = 0; i < prepared.indexes().size(); i++) {
            checkUnique(prepared.indexes().get(i), prepared.entries().get(i).list());
        }
        for (int i = 0; i < prepared.indexes().size(); i++) {
            addEntries(prepared.indexes().get(i), prepared.entries().get(i), prepared.id());
        }
        writes.put(Family.DOCUMENTS, key, prepared.bytes());
    }

    private static void checkSize(byte[] bytes) {
        if (bytes.length > MAX_DOCUMENT_BYTES) {
            throw new CommandFailure(
                    10334,
                    "BSONObjectTooLarge",
                    "a document of " + bytes.length + " bytes is larger than 16 MiB");
        }
    }

    private void checkUnique(IndexDefinition index, List<IndexDefinition.Entry> entries) {
        if (!index.unique()) {
            return;
        }
        for (IndexDefinition.Entry entry : entries) {
            if (writes.get(Family.INDEXES, entry.key()) != null) {
                throw collection.duplicate(index, index.keyValue(entry));
            }
        }
    }

    private void addEntries(IndexDefinition index, IndexDefinition.Entries entries, byte[] id) {
        if ((entries.arrays() & ~index.arrays()) != 0) {
            newArrays.merge(index.id(), entries.arrays(), (known, more) -> known | more);
        }
        entries.list().forEach(entry -> writes.put(Family.INDEXES, entry.key(), id));
    }

    /**
     * Puts a document into the place of a row with the same {@code _id}.
     *
     * @return false when it is the same, byte by byte
     * @throws CommandFailure 11000 when another row has one of its unique keys; nothing is written
     *     then
     */
    public boolean replace(Row row, BsonDocument document) {
        StoredCollection.Prepared prepared = collection.prepare(document);
        checkSize(prepared.bytes());
        if (Arrays.equals(prepared.bytes(), BsonBytes.of(row.document()))) {
            return false;
        }
        List<IndexDefinition> indexes = prepared.indexes();
        List<Map<ByteBuffer, byte[]>> before = new ArrayList<>(indexes.size());
        for (int i = 0; i < indexes.size(); i++) {
            Map<ByteBuffer, byte[]> old = keys(indexes.get(i), row);
            before.add(old);
            checkUnique(indexes.get(i), without(prepared.entries().get(i).list(), old));
        }
        for (int i = 0; i < indexes.size(); i++) {
            replaceEntries(indexes.get(i), before.get(i), prepared.entries().get(i), row.id());
        }
        writes.put(Family.DOCUMENTS, collection.documentKey(row.id()), prepared.bytes());
        return true;
    }

    private static Map<ByteBuffer, byte[]> keys(IndexDefinition index, Row row) {
        Map<ByteBuffer, byte[]> keys = new HashMap<>();
        if (!index.isPrimary()) {
            index.entries(row.document(), row.id())
                    .list()
                    .forEach(entry -> keys.put(ByteBuffer.wrap(entry.key()), entry.key()));
        }
        return keys;
    }

    private static List<IndexDefinition.Entry> without(
            List<IndexDefinition.Entry> entries, Map<ByteBuffer, byte[]> keys) {
        return entries.stream().filter(e -> !keys.containsKey(ByteBuffer.wrap(e.key()))).toList();
    }

    private void replaceEntries(
            IndexDefinition index,
            Map<ByteBuffer, byte[]> before,
            IndexDefinition.Entries after,
            byte[] id) {
        addEntries(
                index,
                new IndexDefinition.Entries(without(after.list(), before), after.arrays()),
                id);
        after.list().forEach(entry -> before.remove(ByteBuffer.wrap(entry.key())));
        before.values().forEach(key -> writes.delete(Family.INDEXES, key));
    }

    /** Deletes a row. */
    public void delete(Row row) {
        for (IndexDefinition index : collection.indexes()) {
            keys(index, row).values().forEach(key -> writes.delete(Family.INDEXES, key));
        }
        writes.delete(Family.DOCUMENTS, collection.documentKey(row.id()));
    }

    @Override
    public void close() {
        writes.close();
    }
}
