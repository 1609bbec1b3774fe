package posthorn.launcher.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that nobody but their owner may read, and that are on the disk when they are said to be.
 */
final class Disk {

    private static final int BLOCK = 1 << 17;
    private static final FileAttribute<?> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Told of octets that were read, before the next are. */
    @FunctionalInterface
    interface Meter {
        /** So many more. */
        void passed(int octets);
    }

    private Disk() {}

    /** The directory that a file is in. */
    static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root is no file");
    }

    /** Makes a directory and those above it that are missing. */
    static void directories(Path directory) throws IOException {
        Files.createDirectories(directory, DIRECTORY);
    }

    /** Writes a file whole, replacing what is there, and brings it to the disk. */
    static void write(Path file, byte[] octets) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel out = create(file)) {
            out.write(ByteBuffer.wrap(octets));
            out.force(true);
        }
    }

    /** A new file, to be written. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE);
    }

    /** Copies a file to a new one, brings it to the disk, and says its SHA-256. */
    static String copy(Path from, Path to, Meter meter) throws IOException {
        try (InputStream in = Files.newInputStream(from)) {
            return copy(in, to, meter);
        }
    }

    /** The same of what a stream has. */
    static String copy(InputStream in, Path to, Meter meter) throws IOException {
        MessageDigest digest = newDigest();
        try (FileChannel out = create(to)) {
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
                ByteBuffer octets = ByteBuffer.wrap(block, 0, read);
                while (octets.hasRemaining()) {
                    out.write(octets);
                }
                meter.passed(read);
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a file. */
    static String sha256(Path file, Meter meter) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in, meter);
        }
    }

    /** SHA-256 of what a stream has. */
    static String sha256(InputStream in, Meter meter) throws IOException {
        MessageDigest digest = newDigest();
        byte[] block = new byte[BLOCK];
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            digest.update(block, 0, read);
            meter.passed(read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Brings the names in a directory to the disk. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Brings the names in a directory and in all below it to the disk. */
    static void syncTree(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                syncDirectory(each);
            }
        }
    }

    /** Deletes a directory with everything in it; nothing when it is not there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
