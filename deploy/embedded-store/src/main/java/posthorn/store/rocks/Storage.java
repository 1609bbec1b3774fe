package posthorn.store.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import posthorn.store.CommandFailure;
import posthorn.store.StoreSettings;

/**
 * The open database: its column families, the way to write to them, and views to read from. One
 * process at a time has a directory open. Thread-safe until {@link #close}.
 */
public final class Storage implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Storage.class.getName());

    private final RocksOptions options;
    private final RocksDB db;
    private final List<ColumnFamilyHandle> families;
    private final RocksLog log;
    private final CommitLog commits;
    private final LongAdder keysExamined = new LongAdder();
    private final LongAdder documentsExamined = new LongAdder();

    private Storage(
            RocksOptions options,
            RocksDB db,
            List<ColumnFamilyHandle> families,
            RocksLog log,
            Consumer<Throwable> onFailure) {
        this.options = options;
        this.db = db;
        this.families = families;
        this.log = log;
        this.commits = new CommitLog(log, onFailure).start();
    }

    /**
     * Opens the database below {@code directory}, or makes it.
     *
     * @param onFailure told when the log cannot be written or flushed: the process must end then
     * @throws UncheckedIOException when the directory cannot be used, or another process has it
     *     open
     * @throws DamagedLog when the log lacks acknowledged writes and the settings do not accept that
     */
    public static Storage open(
            Path directory, StoreSettings settings, Consumer<Throwable> onFailure) {
        try {
            Path files = Files.createDirectories(files(directory));
            NativeLibrary.load(directory.resolve("native"));
            check(files, settings.acceptLoss());
            RocksOptions options = new RocksOptions(settings);
            List<ColumnFamilyHandle> families = new ArrayList<>();
            RocksDB db =
                    RocksDB.open(
                            options.database(), files.toString(), options.families(), families);
            RocksLog log = RocksLog.of(db, files, settings.flush(), settings.syncedLengths());
            return new Storage(options, db, families, log, onFailure);
        } catch (RocksDBException e) {
            throw new UncheckedIOException(
                    "cannot open the store in " + directory + ": " + e.getMessage(),
                    new IOException(e));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the store in " + directory, e);
        }
    }

    /** Where RocksDB's files are below the directory of a store. */
    public static Path files(Path directory) {
        return directory.resolve("rocks");
    }

    private static void check(Path files, boolean acceptLoss) throws IOException {
        try {
            WalCheck.check(files);
        } catch (DamagedLog e) {
            if (!acceptLoss) {
                throw e;
            }
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "starting with a loss that was accepted: " + e.getMessage());
        }
    }

    /** Makes a batch visible; it is durable when {@link #whenDurable} says so. */
    void commit(WriteBatch batch) {
        try {
            commits.commit(batch);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    /** The number to wait for before telling anyone what was read or written so far. */
    public long latest() {
        return commits.latest();
    }

    /** Runs the task once everything up to {@code number} is durable. */
    public void whenDurable(long number, Runnable task) {
        commits.whenDurable(number, task);
    }

    /** A view of what is there now, also of what comes later. */
    ReadView current() {
        return new ReadView(db, families, null);
    }

    /** A view of what is there now and nothing else. */
    ReadView snapshot() {
        return new ReadView(db, families, db.getSnapshot());
    }

    ColumnFamilyHandle family(Family family) {
        return families.get(family.number());
    }

    /** Removes all keys from {@code start} up to {@code end}, without the latter. */
    void deleteRange(WriteBatch batch, Family family, byte[] start, byte[] end) {
        try {
            batch.deleteRange(family(family), start, end);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    /**
     * Makes a copy of the database as it is now, while it is written to: tables are hard links, so
     * that it takes little time and room. What was told to anybody before this was called is in it.
     *
     * @param files a directory that is not there yet, on the same file system, with its parent
     * @throws UncheckedIOException when it cannot be made
     */
    public void checkpoint(Path files) {
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(files.toString());
        } catch (RocksDBException e) {
            throw new UncheckedIOException(
                    "cannot copy the store to " + files + ": " + e.getMessage(),
                    new IOException(e));
        }
    }

    /** How often the log was flushed. */
    public long flushes() {
        return commits.flushes();
    }

    /** Counts keys that scans went over. */
    public LongAdder keysExamined() {
        return keysExamined;
    }

    /** Counts documents that filters were asked about. */
    public LongAdder documentsExamined() {
        return documentsExamined;
    }

    /** The answer to a client when RocksDB fails. */
    static CommandFailure failure(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getSubCode() == Status.SubCode.NoSpace
                ? new CommandFailure(14031, "OutOfDiskSpace", "the disk of the store is full")
                : new CommandFailure(1, "InternalError", "storage failed: " + e.getMessage());
    }

    /** Flushes and closes. Nothing of this object may be in use any more. */
    @Override
    public void close() {
        commits.close();
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            db.flush(flush, families);
        } catch (RocksDBException e) {
            // The log has everything; the next start reads it from there.
            LOGGER.log(System.Logger.Level.WARNING, "could not write the tables at the end", e);
        }
        families.forEach(ColumnFamilyHandle::close);
        db.close();
        options.close();
        try {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
