package posthorn.store.rocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a hole in RocksDB's log before RocksDB reads it. RocksDB takes what comes before the
 * first damaged record and silently drops the rest. That is right for the torn end of a log, whose
 * writes nobody was told of; it is a loss where a later record says that the damaged ones had been
 * on the disk ({@link WalRecord#durable}).
 */
final class WalCheck {

    /** Sequence numbers that are missing, both included; {@code file} is where they should be. */
    private record Hole(long from, long to, Path file) {}

    private static final long NONE_YET = -1;

    private @Nullable Hole hole;
    private long next = NONE_YET;
    private boolean damagedAtFirst;
    private long durable;

    private WalCheck() {}

    /**
     * Checks all log files of a database that nobody has open. Nothing is changed.
     *
     * @throws DamagedLog when acknowledged writes are missing
     */
    static void check(Path files) throws IOException {
        WalCheck check = new WalCheck();
        for (Path file : logs(files)) {
            WalFile.read(file, record -> check.record(record, file), check::damaged);
        }
    }

    /** In the order in which they were written: RocksDB counts its files. */
    private static List<Path> logs(Path files) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }

    private void damaged() {
        damagedAtFirst |= next == NONE_YET;
    }

    private void record(WalRecord record, Path file) {
        durable = Math.max(durable, record.durable());
        if (next == NONE_YET) {
            // Where the damaged ones began is not known, but that the last of them stood here is.
            next = damagedAtFirst ? record.sequence() - 1 : record.sequence();
        }
        if (record.sequence() > next) {
            long from = hole == null ? next : hole.from;
            hole = new Hole(from, record.sequence() - 1, file);
        }
        hole = hole == null ? null : without(hole, record);
        next = record.next();
        if (hole != null && durable >= hole.from) {
            throw new DamagedLog(hole.file, hole.from, hole.to);
        }
    }

    /**
     * A start after a torn end gives the numbers of the lost writes again, and the file with the
     * torn end may still be there when the process is killed early.
     */
    private static @Nullable Hole without(Hole hole, WalRecord record) {
        if (record.sequence() > hole.from || record.next() <= hole.from) {
            return hole;
        }
        return record.next() > hole.to ? null : new Hole(record.next(), hole.to, hole.file);
    }
}
