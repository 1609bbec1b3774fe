package posthorn.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.tls.SelfSigned;

/**
 * The directory that keeps everything of one installation. Only one process at a time holds it; the
 * lock goes with the process, however it ends.
 */
final class DataDirectory implements AutoCloseable {

    private static final String KEY = "posthorn.standalone.data-dir";
    private static final int TOKEN_BYTES = 32;

    private final Path directory;
    private final FileChannel lockFile;

    private DataDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory when it is missing, closes it to all but its owner and locks it.
     *
     * @throws BadSetting when it cannot be used, or another process holds it: the message says
     *     which
     */
    static DataDirectory open(Path path, Instant now) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            // Mail lies here: nobody else on this machine may read it.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            FileChannel file =
                    FileChannel.open(
                            directory.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (lock(file) == null) {
                String holder = read(file);
                file.close();
                throw new BadSetting(
                        KEY,
                        directory
                                + " is in use by "
                                + holder
                                + ". Stop it, or choose another --data-dir.");
            }
            write(file, "process " + ProcessHandle.current().pid() + ", started " + now);
            return new DataDirectory(directory, file);
        } catch (IOException e) {
            throw new BadSetting(KEY, directory + " cannot be used (" + e + ")");
        }
    }

    /** A directory or file below this one. */
    Path resolve(String name) {
        return directory.resolve(name);
    }

    /**
     * A directory for what is not kept, empty now: what a killed process left in it is gone. Like
     * everything here it is closed to all but the owner, other than the one of the machine.
     */
    Path temporary() {
        Path temporary = resolve("tmp");
        try (Stream<Path> old = Files.exists(temporary) ? Files.walk(temporary) : Stream.empty()) {
            for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
            return Files.createDirectory(temporary);
        } catch (IOException e) {
            throw new BadSetting(KEY, temporary + " cannot be emptied (" + e + ")");
        }
    }

    /**
     * The file {@code name} with a token in it, readable by its owner alone; made when it is
     * missing.
     */
    Path token(String name) {
        byte[] bits = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bits);
        return secret(name, HexFormat.of().formatHex(bits) + "\n");
    }

    /**
     * Makes {@code tls.crt} and {@code tls.key} unless both are there; returns whether they were
     * made now.
     */
    boolean selfSigned(String hostname, Instant now) {
        if (Files.exists(resolve("tls.crt")) && Files.exists(resolve("tls.key"))) {
            return false;
        }
        SelfSigned made = SelfSigned.create(hostname, now);
        try {
            Files.deleteIfExists(resolve("tls.key"));
            secret("tls.key", made.key());
            Files.writeString(resolve("tls.crt"), made.certificate());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Written whole or not at all: a start that dies in between must not leave half a token. */
    private Path secret(String name, String content) {
        Path file = resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        try {
            Path part = resolve(name + ".part");
            Files.deleteIfExists(part);
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (FileAlreadyExistsException e) {
            return file;
        } catch (IOException e) {
            throw new BadSetting(KEY, file + " cannot be written (" + e + ")");
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(256);
        file.read(text, 0);
        String holder =
                new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "another process" : holder;
    }

    private static void write(FileChannel file, String text) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
