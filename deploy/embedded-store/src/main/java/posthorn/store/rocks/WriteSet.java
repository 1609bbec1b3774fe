package posthorn.store.rocks;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The writes of one operation, which it sees itself before they are committed: the second document
 * of a batch with the same unique key is refused although the first one is not stored yet.
 */
final class WriteSet implements AutoCloseable {
    private final Storage storage;
    private final ReadView view;
    private final WriteBatch batch = new WriteBatch();
    private final Map<ByteBuffer, byte @Nullable []> documents = new HashMap<>();
    private final Map<ByteBuffer, byte @Nullable []> indexes = new HashMap<>();

    WriteSet(Storage storage) {
        this.storage = storage;
        this.view = storage.current();
    }

    byte @Nullable [] get(Family family, byte[] key) {
        Map<ByteBuffer, byte @Nullable []> own = own(family);
        ByteBuffer name = ByteBuffer.wrap(key);
        return own.containsKey(name) ? own.get(name) : view.get(family, key);
    }

    void put(Family family, byte[] key, byte[] value) {
        own(family).put(ByteBuffer.wrap(key), value);
        try {
            batch.put(storage.family(family), key, value);
        } catch (RocksDBException e) {
            throw Storage.failure(e);
        }
    }

    void delete(Family family, byte[] key) {
        own(family).put(ByteBuffer.wrap(key), null);
        try {
            if (family == Family.INDEXES) {
                // An entry is put once and deleted once. So the two may vanish together, and a
                // queue, whose entries come and go at the same place, leaves nothing to skip.
                batch.singleDelete(storage.family(family), key);
            } else {
                batch.delete(storage.family(family), key);
            }
        } catch (RocksDBException e) {
            throw Storage.failure(e);
        }
    }

    private Map<ByteBuffer, byte @Nullable []> own(Family family) {
        return family == Family.INDEXES ? indexes : documents;
    }

    /** The raw batch, for what only RocksDB does. */
    WriteBatch batch() {
        return batch;
    }

    /** How many bytes wait to be committed. */
    long bytes() {
        return batch.getDataSize();
    }

    /** Commits what was written so far and begins anew; nothing happens when that is nothing. */
    void commit() {
        if (batch.count() > 0) {
            storage.commit(batch);
            batch.clear();
            documents.clear();
            indexes.clear();
        }
    }

    @Override
    public void close() {
        batch.close();
        view.close();
    }
}
