package posthorn.standalone.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import posthorn.store.EmbeddedStore;

/**
 * Makes and drops checkpoints of the installation. There is one at a time: it holds files that the
 * store would delete. Thread-safe.
 */
public final class Checkpoints {

    private static final String DIRECTORY = "checkpoints";

    /** What a start makes anew, or what is copied in another way. */
    private static final Set<String> NOT_COPIED =
            Set.of("lock", "tmp", "store", "log", "log-password", Replay.DIRECTORY, DIRECTORY);

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** Writes down what the workers have not taken from the log. */
    @FunctionalInterface
    public interface Log {
        /**
         * Writes it.
         *
         * @param file that is not there yet
         * @return how many records there were
         */
        long save(Path file);
    }

    /**
     * A checkpoint.
     *
     * @param id names it
     * @param directory of its files, absolute
     * @param records of the log that are in it
     */
    public record Made(String id, Path directory, long records) {}

    private final Path data;
    private final EmbeddedStore store;
    private final Log log;
    private final InstantSource clock;

    /** Of an installation. */
    public Checkpoints(Installation installation, Log log, InstantSource clock) {
        this.data = installation.directory();
        this.store = installation.store();
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes one, and drops those that were there.
     *
     * @param settings files with settings, which are copied as well
     * @throws UncheckedIOException when it cannot be made
     */
    public synchronized Made make(List<Path> settings) {
        dropAll(data);
        String id = NAME.format(clock.instant());
        Path directory = data.resolve(DIRECTORY).resolve(id);
        try {
            Path replay = directory.resolve(Replay.DIRECTORY);
            Files.createDirectories(
                    replay,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            // First what is not on the log, then what was not taken from it, then the store: see
            // the package.
            copyRecords(replay);
            long records = log.save(replay.resolve("accepted-" + id + Replay.SUFFIX));
            store.checkpoint(directory.resolve("store"));
            copyFiles(directory);
            for (Path file : settings) {
                Path copied = directory.resolve("settings");
                Files.createDirectories(copied);
                copy(file, copied.resolve(file.getFileName().toString()));
            }
            return new Made(id, directory, records);
        } catch (IOException e) {
            dropAll(data);
            throw new UncheckedIOException("cannot make the checkpoint " + directory, e);
        } catch (RuntimeException e) {
            dropAll(data);
            throw e;
        }
    }

    /** Drops one; false: there is no such one. */
    public synchronized boolean drop(String id) {
        Path all = data.resolve(DIRECTORY);
        Path directory = all.resolve(id).normalize();
        boolean isOne = all.equals(directory.getParent()) && Files.isDirectory(directory);
        if (isOne) {
            delete(directory);
        }
        return isOne;
    }

    /** Drops all that are below a data directory. */
    public static void dropAll(Path data) {
        delete(data.resolve(DIRECTORY));
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop " + directory, e);
        }
    }

    /** Records of a restore that may not be on the log yet; a file that goes now is on it. */
    private void copyRecords(Path to) throws IOException {
        Path waiting = data.resolve(Replay.DIRECTORY);
        if (!Files.isDirectory(waiting)) {
            return;
        }
        try (Stream<Path> all = Files.list(waiting)) {
            for (Path file : all.filter(Replay::isRecords).toList()) {
                copyUnlessGone(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    /** Keys, tokens, certificates, and whatever else lies in the data directory. */
    private void copyFiles(Path to) throws IOException {
        Files.walkFileTree(data, new Copying(to));
    }

    private final class Copying extends SimpleFileVisitor<Path> {
        private final Path to;

        Copying(Path to) {
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
            if (directory.equals(data)) {
                return FileVisitResult.CONTINUE;
            }
            if (isLeftOut(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(data.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (attributes.isRegularFile() && !isLeftOut(file)) {
                copyUnlessGone(file, to.resolve(data.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
        }

        /** What is gone since the directory was read is no failure. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (Files.exists(file)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private boolean isLeftOut(Path file) {
        Path below = data.relativize(file);
        return (below.getNameCount() == 1 && NOT_COPIED.contains(below.toString()))
                || below.toString().endsWith(".part");
    }

    /** What is gone since the directory was read is no failure. */
    private static void copyUnlessGone(Path from, Path to) throws IOException {
        try {
            copy(from, to);
        } catch (NoSuchFileException e) {
            if (Files.exists(from)) {
                throw e;
            }
            Files.deleteIfExists(to);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
}
