package posthorn.launcher.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a data directory of a backup. Until its last file is there the directory has a file {@code
 * restoring} in it, and {@code up} refuses it; whoever runs it again goes on. At the end it has a
 * file {@code restored}, which makes {@code up} give every mailbox another UIDVALIDITY: numbers
 * that were given out after the backup are forgotten, and will be given out again.
 */
public final class Restore {

    /**
     * So much above the time, in seconds, lie the new UIDVALIDITYs. Those that were given out are
     * the time at which the account was made plus the mailboxes made since: above the time only
     * where more than one was made in each second.
     */
    public static final long MARGIN = 1L << 20;

    private static final String UNFINISHED = "restoring";
    private static final String UNFINISHED_PART = UNFINISHED + ".part";
    private static final String FINISHED = "restored";
    private static final String LOCK = "lock";
    private static final String FROM = "posthorn.mailbox-api.restore.uid-validity-from";

    private final StoredBackup backup;
    private final Path directory;
    private final InstantSource clock;

    /**
     * A restore.
     *
     * @param backup what is to be restored
     * @param directory data directory that is to be made
     */
    public Restore(StoredBackup backup, Path directory, InstantSource clock) {
        this.backup = backup;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * What was restored.
     *
     * @param files that were copied now; those that an earlier run had copied are not counted
     * @param uidValidityFrom from which the UIDVALIDITYs of all mailboxes will be
     */
    public record Done(Manifest manifest, int files, long uidValidityFrom) {}

    /**
     * Does it.
     *
     * @throws BackupFailure when it cannot be done; what was there is as it was
     */
    public Done run(Meters meters) {
        Manifest manifest = backup.manifest();
        try {
            refuseUsed(manifest);
            Disk.directories(directory);
            try (FileChannel lock =
                    FileChannel.open(
                            directory.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                if (locked(lock) == null) {
                    throw new BackupFailure(
                            directory + " is in use. Stop what runs there, or choose another one.");
                }
                // Somebody else may have come first.
                refuseUsed(manifest);
                return locked(manifest, meters);
            }
        } catch (IOException e) {
            throw new BackupFailure(
                    directory
                            + " could not be restored ("
                            + e
                            + "). Mend it and run the same again: it goes on where it stopped.");
        }
    }

    private Done locked(Manifest manifest, Meters meters) throws IOException {
        mark(manifest);
        meters.expect(manifest.octets());
        int copied = 0;
        for (Manifest.Entry entry : manifest.files()) {
            copied += file(entry, meters) ? 1 : 0;
        }
        long from = finish(manifest);
        return new Done(manifest, copied, from);
    }

    /** A mark that is there stays: without it, for however short, all would count as whole. */
    private void mark(Manifest manifest) throws IOException {
        Path mark = directory.resolve(UNFINISHED);
        if (!Files.exists(mark)) {
            Path part = directory.resolve(UNFINISHED_PART);
            Disk.write(part, (manifest.id() + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(part, mark, StandardCopyOption.ATOMIC_MOVE);
        }
        Disk.syncDirectory(directory);
    }

    private void refuseUsed(Manifest manifest) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Path unfinished = directory.resolve(UNFINISHED);
        if (Files.exists(unfinished)) {
            String begun = Files.readString(unfinished).strip();
            if (!begun.equals(manifest.id())) {
                throw new BackupFailure(
                        directory
                                + " is half restored from the backup "
                                + begun
                                + ". Restore that one, or delete the directory first.");
            }
            return;
        }
        try (Stream<Path> all = Files.list(directory)) {
            Set<String> names =
                    all.map(each -> each.getFileName().toString()).collect(Collectors.toSet());
            names.removeAll(Set.of(LOCK, UNFINISHED_PART));
            if (!names.isEmpty()) {
                throw new BackupFailure(
                        directory
                                + " is not empty. Nothing is overwritten: move it away, or choose"
                                + " another --data-dir.");
            }
        }
    }

    private static @Nullable FileLock locked(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Copies a file unless it is there; whether it was copied. */
    private boolean file(Manifest.Entry entry, Meters meters) throws IOException {
        Path to = directory.resolve(entry.path());
        if (Files.isRegularFile(to)
                && Files.size(to) == entry.octets()
                && Disk.sha256(to, meters::passed).equals(entry.sha256())) {
            return false;
        }
        Disk.directories(Disk.parent(to));
        Path part = to.resolveSibling(to.getFileName() + ".part");
        Files.deleteIfExists(part);
        if (backup.size(entry.path()) < 0) {
            throw damaged(entry, "is missing");
        }
        String sha256;
        try (InputStream in = backup.open(entry.path())) {
            sha256 = Disk.copy(in, part, meters::passed);
        }
        if (!sha256.equals(entry.sha256())) {
            throw damaged(entry, "has another SHA-256 than its manifest says");
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static BackupFailure damaged(Manifest.Entry entry, String what) {
        return new BackupFailure(
                "the backup is damaged: "
                        + entry.path()
                        + " "
                        + what
                        + ". Take another backup; 'posthorn backup verify' says which are whole.");
    }

    private long finish(Manifest manifest) throws IOException {
        Instant now = clock.instant();
        long from = Math.max(now.getEpochSecond(), before()) + MARGIN;
        String text =
                """
                # Written by 'posthorn restore'. Keep it: it says which UIDVALIDITYs mailboxes may have.
                %s=%d
                backup=%s
                at=%s
                """
                        .formatted(FROM, from, manifest.id(), now);
        Path part = directory.resolve(FINISHED + ".part");
        Disk.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, directory.resolve(FINISHED), StandardCopyOption.ATOMIC_MOVE);
        Disk.syncTree(directory);
        Files.delete(directory.resolve(UNFINISHED));
        Disk.syncDirectory(directory);
        return from;
    }

    /** What an earlier restore had begun from; 0: there was none. */
    private long before() throws IOException {
        Path file = directory.resolve(FINISHED);
        if (!Files.exists(file)) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Long.parseLong(properties.getProperty(FROM, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
