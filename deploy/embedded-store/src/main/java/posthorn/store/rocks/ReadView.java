package posthorn.store.rocks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/** A way to read: at one moment, or always the newest. For one thread; must be closed. */
final class ReadView implements AutoCloseable {
    private final RocksDB db;
    private final List<ColumnFamilyHandle> families;
    private final @Nullable Snapshot snapshot;
    private final ReadOptions options = new ReadOptions();

    ReadView(RocksDB db, List<ColumnFamilyHandle> families, @Nullable Snapshot snapshot) {
        this.db = db;
        this.families = families;
        this.snapshot = snapshot;
        if (snapshot != null) {
            options.setSnapshot(snapshot);
        }
    }

    byte @Nullable [] get(Family family, byte[] key) {
        try {
            return db.get(families.get(family.number()), options, key);
        } catch (RocksDBException e) {
            throw Storage.failure(e);
        }
    }

    /** An iterator; {@link #check} says whether it ended since there is no more. */
    RocksIterator iterator(Family family) {
        return db.newIterator(families.get(family.number()), options);
    }

    /** Fails when the iterator became invalid for another reason than the end of the keys. */
    static void check(RocksIterator ended) {
        try {
            ended.status();
        } catch (RocksDBException e) {
            throw Storage.failure(e);
        }
    }

    @Override
    public void close() {
        options.close();
        if (snapshot != null) {
            db.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }
}
