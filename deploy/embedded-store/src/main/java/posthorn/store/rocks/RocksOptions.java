package posthorn.store.rocks;

import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import posthorn.store.StoreSettings;

/**
 * How RocksDB is set up, and why. Memory is bounded by the block cache and the write buffers; index
 * and filter blocks stay outside of the cache, since in a small one they push each other out and
 * every read pays for it. The log is bounded, since the next start reads all of it.
 */
final class RocksOptions implements AutoCloseable {
    /** Documents from this size on lie in files of their own and are not moved by compaction. */
    private static final long BLOB_BYTES = 16 * 1024;

    private final Cache cache;
    private final BloomFilter bloom = new BloomFilter(10);
    private final DBOptions database;
    private final ColumnFamilyOptions catalog;
    private final ColumnFamilyOptions documents;
    private final ColumnFamilyOptions indexes;

    RocksOptions(StoreSettings settings) {
        cache = new LRUCache(settings.bounds().blockCacheBytes(), 2);
        database =
                new DBOptions()
                        .setCreateIfMissing(true)
                        .setCreateMissingColumnFamilies(true)
                        .setManualWalFlush(true)
                        // WalCheck has seen that nothing acknowledged comes after a damaged write.
                        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                        .setMaxTotalWalSize(settings.bounds().logBytes())
                        .setDbWriteBufferSize(settings.bounds().writeBufferBytes())
                        .setMaxBackgroundJobs(2)
                        .setMaxOpenFiles(settings.bounds().openFiles())
                        .setSkipStatsUpdateOnDbOpen(true)
                        .setBytesPerSync(1 << 20)
                        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                        .setMaxLogFileSize(1 << 20)
                        .setKeepLogFileNum(2)
                        .setStatsDumpPeriodSec(0)
                        .setStatsPersistPeriodSec(0);
        catalog = family(1 << 20);
        documents =
                family(settings.bounds().writeBufferBytes() / 2)
                        .setEnableBlobFiles(true)
                        .setMinBlobSize(BLOB_BYTES)
                        .setBlobFileSize(64L << 20)
                        .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
                        .setEnableBlobGarbageCollection(true)
                        .setBlobGarbageCollectionForceThreshold(0.5);
        // Small: what a queue deletes is skipped over one by one until the buffer is written.
        indexes = family(settings.bounds().writeBufferBytes() / 8);
    }

    private ColumnFamilyOptions family(long writeBuffer) {
        return new ColumnFamilyOptions()
                .setWriteBufferSize(writeBuffer)
                .setMaxWriteBufferNumber(3)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setTableFormatConfig(
                        new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setCacheIndexAndFilterBlocks(false)
                                .setFilterPolicy(bloom)
                                .setFormatVersion(5));
    }

    DBOptions database() {
        return database;
    }

    /** The column families in the order of {@link Family}. */
    List<ColumnFamilyDescriptor> families() {
        return List.of(
                new ColumnFamilyDescriptor(Family.CATALOG.nameBytes(), catalog),
                new ColumnFamilyDescriptor(Family.DOCUMENTS.nameBytes(), documents),
                new ColumnFamilyDescriptor(Family.INDEXES.nameBytes(), indexes));
    }

    @Override
    public void close() {
        database.close();
        catalog.close();
        documents.close();
        indexes.close();
        bloom.close();
        cache.close();
    }
}
