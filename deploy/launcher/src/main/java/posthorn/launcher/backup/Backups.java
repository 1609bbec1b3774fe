package posthorn.launcher.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of backups. Whoever makes one holds its lock. */
public final class Backups implements AutoCloseable {

    private static final String LOCK = "lock";

    /** RocksDB never changes them, and counts their names. */
    private static final List<String> UNCHANGING = List.of(".sst", ".blob");

    private final Path directory;
    private final FileChannel lock;

    private Backups(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * What was copied.
     *
     * @param manifest of the new backup
     * @param folder of it
     * @param copied octets that were copied; the others are links to the backup before
     */
    public record Made(Manifest manifest, Path folder, long copied) {}

    /**
     * Opens a directory to add a backup to it; made when it is missing.
     *
     * @throws BackupFailure when somebody else is adding one, or it cannot be used
     */
    public static Backups open(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Disk.directories(directory);
            }
            FileChannel lock =
                    FileChannel.open(
                            directory.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (locked(lock) == null) {
                lock.close();
                throw new BackupFailure(
                        "another backup to " + directory + " is being made. Wait for its end.");
            }
            return new Backups(directory, lock);
        } catch (IOException e) {
            throw new BackupFailure(directory + " cannot be used (" + e + "). Choose another one.");
        }
    }

    private static @Nullable FileLock locked(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Folders of the complete backups in a directory, the oldest first. */
    public static List<Path> complete(Path directory) {
        return folders(directory).stream()
                .filter(folder -> Files.exists(folder.resolve(Manifest.NAME)))
                .toList();
    }

    private static List<Path> folders(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(each -> Files.isDirectory(each.resolve(Manifest.DATA)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BackupFailure(directory + " cannot be read (" + e + ").");
        }
    }

    /**
     * The backup that a path names: itself, or the newest in it.
     *
     * @throws BackupFailure when there is none
     */
    public static Path named(Path path) {
        if (!Files.isDirectory(path)) {
            throw new BackupFailure("there is no directory " + path + ".");
        }
        if (Files.exists(path.resolve(Manifest.NAME))) {
            return path;
        }
        List<Path> complete = complete(path);
        if (complete.isEmpty()) {
            throw new BackupFailure(
                    "there is no complete backup in "
                            + path
                            + ": none has a "
                            + Manifest.NAME
                            + ".");
        }
        return complete.getLast();
    }

    /** Removes what interrupted runs have left. */
    public void tidy() {
        List<Path> complete = complete(directory);
        for (Path folder : folders(directory)) {
            if (!complete.contains(folder)) {
                delete(folder);
            }
        }
    }

    /** Removes all complete backups but the newest so many. */
    public int keep(int newest) {
        List<Path> complete = complete(directory);
        List<Path> old = complete.subList(0, Math.max(0, complete.size() - newest));
        old.forEach(Backups::delete);
        return old.size();
    }

    /** The manifest first: without it, it is no backup any more. */
    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(Manifest.NAME));
            Disk.delete(folder);
        } catch (IOException e) {
            throw new BackupFailure(folder + " cannot be removed (" + e + ").");
        }
    }

    /**
     * Copies a checkpoint. It is a backup when this returns, and none before.
     *
     * @param id name of the backup
     * @param from directory of the checkpoint
     * @param waiting messages in it that were not delivered yet
     * @param links whether files of the backup before are linked to
     * @throws BackupFailure when something cannot be read or written
     */
    public Made add(
            String id, Path from, String madeBy, long waiting, boolean links, Meters meters) {
        Path folder = directory.resolve(id);
        try {
            Optional<Before> before = links ? before() : Optional.empty();
            Path data = folder.resolve(Manifest.DATA);
            Disk.directories(data);
            Copying copying = new Copying(from, data, before, meters);
            List<Path> files = files(from);
            for (Path file : files) {
                copying.file(file);
            }
            unchanged(from, files);
            Disk.syncTree(folder);
            Disk.syncDirectory(directory);
            Manifest manifest =
                    new Manifest(
                            Manifest.FORMAT,
                            id,
                            madeBy,
                            System.currentTimeMillis() / 1000,
                            waiting,
                            copying.entries);
            manifest.write(folder);
            Disk.syncDirectory(directory);
            return new Made(manifest, folder, copying.copied);
        } catch (IOException e) {
            throw new BackupFailure(
                    "the backup "
                            + folder
                            + " could not be made ("
                            + e
                            + "). Earlier ones are whole.");
        }
    }

    private record Before(Path data, Map<String, Manifest.Entry> files) {}

    private Optional<Before> before() {
        List<Path> complete = complete(directory);
        if (complete.isEmpty()) {
            return Optional.empty();
        }
        Path last = complete.getLast();
        try {
            return Optional.of(
                    new Before(last.resolve(Manifest.DATA), Manifest.read(last).byPath()));
        } catch (BackupFailure damaged) {
            return Optional.empty();
        }
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * Looks whether a checkpoint still is what was copied: a server that makes another one drops
     * it, and a directory may have been read in the middle of that.
     */
    static void unchanged(Path from, List<Path> copied) throws IOException {
        if (!Files.isDirectory(from) || !files(from).equals(copied)) {
            throw new IOException(
                    "the server dropped the checkpoint meanwhile, for another backup");
        }
    }

    /** One backup on its way. */
    private static final class Copying {
        private final Path from;
        private final Path to;
        private final Optional<Before> before;
        private final Meters meters;
        private final List<Manifest.Entry> entries = new ArrayList<>();
        private long copied;

        Copying(Path from, Path to, Optional<Before> before, Meters meters) throws IOException {
            this.from = from;
            this.to = to;
            this.before = before;
            this.meters = meters;
            long all = 0;
            for (Path file : files(from)) {
                all += Files.size(file);
            }
            meters.expect(all);
        }

        void file(Path file) throws IOException {
            String path = from.relativize(file).toString();
            Path copy = to.resolve(path);
            Disk.directories(Disk.parent(copy));
            long octets = Files.size(file);
            FileTime time = Files.getLastModifiedTime(file);
            long changed = time.to(TimeUnit.NANOSECONDS);
            Manifest.Entry old = same(path, octets, changed);
            if (old != null && link(path, copy)) {
                meters.skipped(octets);
                entries.add(old);
                return;
            }
            String sha256 = Disk.copy(file, copy, meters::passed);
            copied += octets;
            entries.add(new Manifest.Entry(path, Files.size(copy), changed, sha256));
        }

        private Manifest.@Nullable Entry same(String path, long octets, long changed) {
            if (before.isEmpty() || UNCHANGING.stream().noneMatch(path::endsWith)) {
                return null;
            }
            Manifest.Entry old = before.get().files().get(path);
            return old != null && old.octets() == octets && old.changed() == changed ? old : null;
        }

        private boolean link(String path, Path copy) throws IOException {
            Path existing = before.orElseThrow().data().resolve(path);
            try {
                if (Files.size(existing) == Files.size(from.resolve(path))) {
                    Files.createLink(copy, existing);
                    return true;
                }
            } catch (IOException | UnsupportedOperationException notHere) {
                // The file system knows no links, or the old copy is gone: it is copied.
                Files.deleteIfExists(copy);
            }
            return false;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
