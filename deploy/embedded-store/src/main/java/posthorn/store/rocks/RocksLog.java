package posthorn.store.rocks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB's write-ahead log. Its positions are RocksDB's sequence numbers. Each record says in its
 * last octets up to which of them the log was on the disk when it was written ({@link WalRecord}):
 * so {@link WalCheck} can tell the torn end of a log from a hole in what was acknowledged.
 */
final class RocksLog implements CommitLog.WriteAheadLog, AutoCloseable {
    private final RocksDB db;
    private final boolean sync;
    private final @Nullable SyncedLengths syncedLengths;
    private final WriteOptions unflushed = new WriteOptions();

    /**
     * The log of an open database.
     *
     * @param sync whether a flush brings the log to the disk, not only to the operating system
     * @param record a file that gets the lengths of the log at each sync, null for none
     */
    static RocksLog of(RocksDB db, Path files, boolean sync, @Nullable Path record)
            throws IOException {
        return new RocksLog(db, sync, record == null ? null : new SyncedLengths(files, record));
    }

    private RocksLog(RocksDB db, boolean sync, @Nullable SyncedLengths syncedLengths) {
        this.db = db;
        this.sync = sync;
        this.syncedLengths = syncedLengths;
    }

    @Override
    public void write(WriteBatch batch, long durable) throws RocksDBException {
        batch.putLogData(WalRecord.mark(durable));
        db.write(unflushed, batch);
    }

    /**
     * What is on its way to the operating system is handed over first, then measured, then synced:
     * so the recorded lengths never say more than was on the disk.
     */
    @Override
    public void flush() throws RocksDBException, IOException {
        SyncedLengths record = syncedLengths;
        if (!sync || record == null) {
            db.flushWal(sync);
            return;
        }
        db.flushWal(false);
        List<String> lengths = record.measure();
        db.flushWal(true);
        record.completed(lengths);
    }

    @Override
    public long position() {
        return db.getLatestSequenceNumber();
    }

    @Override
    public void close() throws IOException {
        unflushed.close();
        if (syncedLengths != null) {
            syncedLengths.close();
        }
    }
}
