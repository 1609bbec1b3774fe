package posthorn.store.rocks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.Deadline;
import posthorn.store.bson.BsonBytes;
import posthorn.store.bson.KeyEncoder;
import posthorn.store.query.Filter;
import posthorn.store.query.SortOrder;

/**
 * A collection: its documents and indexes. Writers go one at a time, through {@link #exclusively};
 * readers see a snapshot and wait for nobody. Thread-safe.
 */
public final class StoredCollection {
    /** A document's {@code _id}, bytes and index keys, computed before the lock is taken. */
    public record Prepared(
            byte[] id,
            byte[] bytes,
            BsonDocument document,
            List<IndexDefinition> indexes,
            List<IndexDefinition.Entries> entries) {}

    private final Storage storage;
    private final Catalog catalog;
    private final String namespace;
    private final int id;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<IndexDefinition> indexes;

    StoredCollection(
            Storage storage,
            Catalog catalog,
            String namespace,
            int id,
            List<IndexDefinition> indexes) {
        this.storage = storage;
        this.catalog = catalog;
        this.namespace = namespace;
        this.id = id;
        this.indexes = List.copyOf(indexes);
    }

    /** Database and name, with a dot between. */
    public String namespace() {
        return namespace;
    }

    int id() {
        return id;
    }

    /** The indexes, the one by {@code _id} first. */
    public List<IndexDefinition> indexes() {
        return indexes;
    }

    byte[] documentKey(byte[] documentId) {
        return ByteBuffer.allocate(4 + documentId.length).putInt(id).put(documentId).array();
    }

    /** A reader of what is there now; must be closed. */
    public Reader read(Deadline deadline) {
        // An index that was known before the snapshot is whole in it; what the snapshot shows of
        // arrays and of dropped indexes, the definitions read after it know.
        List<IndexDefinition> before = indexes;
        ReadView view = storage.snapshot();
        return new Reader(this, storage, view, known(before, indexes), deadline);
    }

    private static List<IndexDefinition> known(
            List<IndexDefinition> before, List<IndexDefinition> after) {
        return after.stream()
                .filter(index -> before.stream().anyMatch(known -> known.id() == index.id()))
                .toList();
    }

    /** As {@link #plan(List, Filter, SortOrder, String)} with all indexes, under the lock. */
    Plan plan(Filter filter, SortOrder sort, @Nullable String indexName) {
        return plan(indexes, filter, sort, indexName);
    }

    Plan plan(
            List<IndexDefinition> known,
            Filter filter,
            SortOrder sort,
            @Nullable String indexName) {
        List<IndexDefinition> usable =
                indexName == null
                        ? known
                        : known.stream().filter(i -> i.name().equals(indexName)).toList();
        if (usable.isEmpty()) {
            throw CommandFailure.badValue("the hint names no index of " + namespace);
        }
        return new Planner(id, usable).plan(filter, sort);
    }

    /** Runs a writing operation, alone in this collection; its writes are committed at the end. */
    public <T> T exclusively(Deadline deadline, Function<Writer, T> operation) {
        lock.lock();
        try (Writer writer = new Writer(this, storage, deadline)) {
            T result = operation.apply(writer);
            writer.commit();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What has to be known of a document before it can be inserted; needs no lock.
     *
     * @throws CommandFailure when it has no {@code _id} that can be stored, or no index keys
     */
    public Prepared prepare(BsonDocument document) {
        byte[] documentId = KeyEncoder.encode(document.get("_id", BsonNull.VALUE));
        List<IndexDefinition> current = indexes;
        List<IndexDefinition.Entries> entries = new ArrayList<>(current.size());
        for (IndexDefinition index : current) {
            entries.add(
                    index.isPrimary()
                            ? new IndexDefinition.Entries(List.of(), 0)
                            : index.entries(document, documentId));
        }
        byte[] bytes = BsonBytes.of(document);
        return new Prepared(documentId, bytes, new RawBsonDocument(bytes), current, entries);
    }

    /** Whether the indexes are still those for which the document was prepared. */
    @SuppressWarnings("ReferenceEquality") // Every change makes a new list.
    boolean isCurrent(Prepared prepared) {
        return prepared.indexes == indexes;
    }

    /**
     * Commits writes after which fields of indexes hold arrays for the first time; under the lock.
     *
     * @param arrays the fields, as in {@link IndexDefinition}, by the number of the index
     */
    void commit(WriteSet writes, Map<Integer, Integer> arrays) {
        if (!arrays.isEmpty()) {
            List<IndexDefinition> next = new ArrayList<>(indexes);
            next.replaceAll(index -> index.withArrays(arrays.getOrDefault(index.id(), 0)));
            catalog.save(writes, this, next);
            // Readers must know before they can see such a document. The write that follows comes
            // off, or the log has failed and nobody reads any more.
            indexes = List.copyOf(next);
        }
        writes.commit();
    }

    /**
     * Adds an index and fills it.
     *
     * @return false when the very same index is there already
     * @throws CommandFailure when another index has its name or its fields, or documents share a
     *     key
     */
    public boolean createIndex(String name, BsonDocument pattern, boolean unique) {
        lock.lock();
        try (WriteSet writes = new WriteSet(storage)) {
            for (IndexDefinition index : indexes) {
                if (sameIndex(index, name, pattern, unique)) {
                    return false;
                }
            }
            IndexDefinition index =
                    new IndexDefinition(
                            catalog.nextNumber(writes),
                            name,
                            pattern,
                            SortOrder.parse(pattern),
                            unique,
                            0);
            writes.commit();
            IndexDefinition filled = new IndexFiller(this, storage, index).fill();
            List<IndexDefinition> next = new ArrayList<>(indexes);
            next.add(filled);
            catalog.save(writes, this, next);
            writes.commit();
            indexes = List.copyOf(next);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static boolean sameIndex(
            IndexDefinition index, String name, BsonDocument pattern, boolean unique) {
        // As documents these would be equal in any order of their fields.
        boolean sameFields =
                Arrays.equals(BsonBytes.of(index.keyPattern()), BsonBytes.of(pattern))
                        || index.order().equals(SortOrder.parse(pattern));
        if (index.name().equals(name)
                && sameFields
                && (index.unique() == unique || index.isPrimary())) {
            return true;
        }
        if (index.name().equals(name)) {
            throw new CommandFailure(
                    86, "IndexKeySpecsConflict", "another index has the name " + name);
        }
        if (sameFields) {
            throw new CommandFailure(
                    85,
                    "IndexOptionsConflict",
                    "the index " + index.name() + " has the same fields");
        }
        return false;
    }

    /** Drops an index; false when there is none of that name. */
    public boolean dropIndex(String name) {
        lock.lock();
        try (WriteSet writes = new WriteSet(storage)) {
            List<IndexDefinition> next = new ArrayList<>(indexes);
            IndexDefinition dropped =
                    next.stream().filter(i -> i.name().equals(name)).findAny().orElse(null);
            if (dropped == null) {
                return false;
            }
            if (dropped.isPrimary()) {
                throw new CommandFailure(72, "InvalidOptions", "cannot drop the index by _id");
            }
            next.remove(dropped);
            indexes = List.copyOf(next);
            catalog.save(writes, this, next);
            storage.deleteRange(writes.batch(), Family.INDEXES, dropped.prefix(), dropped.end());
            writes.commit();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Removes all documents and index entries, together with what {@code more} removes. */
    void clear(Consumer<WriteSet> more) {
        lock.lock();
        try (WriteSet writes = new WriteSet(storage)) {
            more.accept(writes);
            byte[] start = documentKey(new byte[0]);
            storage.deleteRange(
                    writes.batch(), Family.DOCUMENTS, start, KeyEncoder.successor(start));
            for (IndexDefinition index : indexes) {
                if (!index.isPrimary()) {
                    storage.deleteRange(
                            writes.batch(), Family.INDEXES, index.prefix(), index.end());
                }
            }
            writes.commit();
        } finally {
            lock.unlock();
        }
    }

    /** The refusal of a document whose key another one has. */
    CommandFailure duplicate(IndexDefinition index, BsonDocument keyValue) {
        BsonDocument details =
                new BsonDocument("keyPattern", index.keyPattern()).append("keyValue", keyValue);
        return new CommandFailure(
                11000,
                "DuplicateKey",
                "E11000 duplicate key error collection: "
                        + namespace
                        + " index: "
                        + index.name()
                        + " dup key: "
                        + keyValue.toJson(),
                details);
    }

    /** An index as {@code listIndexes} shows it. */
    public static BsonDocument describe(IndexDefinition index) {
        BsonDocument description =
                new BsonDocument("v", new BsonInt32(2))
                        .append("key", index.keyPattern())
                        .append("name", new BsonString(index.name()));
        if (index.unique() && !index.isPrimary()) {
            description.append("unique", BsonBoolean.TRUE);
        }
        return description;
    }
}
