package posthorn.store.rocks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import posthorn.store.bson.BsonBytes;

/**
 * Which collections there are. Collections and indexes get numbers that are never used again, so
 * that what a dropped one may have left behind is never taken for another's.
 */
public final class Catalog {
    /** The key of the number that was given last; no collection's key begins with a zero byte. */
    private static final byte[] LAST_NUMBER = {0};

    private final Storage storage;
    private final Map<String, StoredCollection> collections = new ConcurrentSkipListMap<>();
    private int lastNumber;

    /** Reads what is there. */
    public Catalog(Storage storage) {
        this.storage = storage;
        try (ReadView view = storage.current();
                RocksIterator entries = view.iterator(Family.CATALOG)) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                BsonDocument entry = BsonBytes.read(entries.value());
                if (Arrays.equals(entries.key(), LAST_NUMBER)) {
                    lastNumber = entry.getInt32("number").getValue();
                } else {
                    load(new String(entries.key(), StandardCharsets.UTF_8), entry);
                }
            }
            ReadView.check(entries);
        }
    }

    private void load(String key, BsonDocument entry) {
        List<IndexDefinition> indexes = new ArrayList<>();
        for (BsonValue index : entry.getArray("indexes")) {
            indexes.add(IndexDefinition.fromBson(index.asDocument()));
        }
        collections.put(key, collection(key, entry.getInt32("id").getValue(), indexes));
    }

    private StoredCollection collection(String key, int id, List<IndexDefinition> indexes) {
        return new StoredCollection(storage, this, key.replace('\0', '.'), id, indexes);
    }

    /** The collection, or null when there is none of that name. */
    public @Nullable StoredCollection find(String database, String name) {
        return collections.get(key(database, name));
    }

    /** The collection, made when there is none. */
    public StoredCollection findOrCreate(String database, String name) {
        StoredCollection found = find(database, name);
        return found != null ? found : create(database, name);
    }

    private synchronized StoredCollection create(String database, String name) {
        StoredCollection found = find(database, name);
        if (found != null) {
            return found;
        }
        String key = key(database, name);
        List<IndexDefinition> indexes = List.of(IndexDefinition.primary());
        try (WriteSet writes = new WriteSet(storage)) {
            int id = nextNumber(writes);
            writes.put(Family.CATALOG, bytes(key), entry(id, indexes));
            writes.commit();
            StoredCollection created = collection(key, id, indexes);
            collections.put(key, created);
            return created;
        }
    }

    /** A number for a new collection or index, taken with this write. */
    synchronized int nextNumber(WriteSet writes) {
        lastNumber++;
        writes.put(
                Family.CATALOG,
                LAST_NUMBER,
                BsonBytes.of(new BsonDocument("number", new BsonInt32(lastNumber))));
        return lastNumber;
    }

    /** Writes down which indexes a collection has. */
    void save(WriteSet writes, StoredCollection collection, List<IndexDefinition> indexes) {
        String key = collection.namespace();
        int dot = key.indexOf('.');
        writes.put(
                Family.CATALOG,
                bytes(key(key.substring(0, dot), key.substring(dot + 1))),
                entry(collection.id(), indexes));
    }

    private static byte[] entry(int id, List<IndexDefinition> indexes) {
        BsonArray list = new BsonArray();
        indexes.forEach(index -> list.add(index.toBson()));
        return BsonBytes.of(new BsonDocument("id", new BsonInt32(id)).append("indexes", list));
    }

    /** Drops the collection with all its documents; false when there is none. */
    public synchronized boolean drop(String database, String name) {
        String key = key(database, name);
        StoredCollection collection = collections.remove(key);
        if (collection == null) {
            return false;
        }
        collection.clear(writes -> writes.delete(Family.CATALOG, bytes(key)));
        return true;
    }

    /** The names of a database's collections, sorted. */
    public List<String> collections(String database) {
        String prefix = key(database, "");
        return collections.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** The names of the databases that have a collection, sorted. */
    public List<String> databases() {
        return collections.keySet().stream()
                .map(key -> key.substring(0, key.indexOf('\0')))
                .distinct()
                .toList();
    }

    private static String key(String database, String name) {
        return database + '\0' + name;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
