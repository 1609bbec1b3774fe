package posthorn.standalone.store.rocks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, unpacked once to a fixed place. Left to itself RocksDB unpacks 17 MB
 * into the temporary directory at every start, and leaves them there when the process is killed.
 * The place must be one that only the store's owner can write to: whoever can change the file runs
 * as the store.
 */
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library, unpacking it below {@code directory} when it is not there yet. Must come
     * before the first RocksDB object; later calls do nothing.
     *
     * @throws UncheckedIOException when it cannot be unpacked
     */
    static synchronized void load(Path directory) {
        if (loaded) {
            return;
        }
        try {
            Path file = unpack(directory);
            try {
                RocksDB.loadLibrary(List.of(String.valueOf(file.getParent())));
            } catch (UnsatisfiedLinkError alreadyInAnotherClassLoader) {
                RocksDB.loadLibrary();
            }
            loaded = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack RocksDB's native library", e);
        }
    }

    private static Path unpack(Path directory) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        URL resource = RocksDB.class.getClassLoader().getResource(name);
        if (resource == null) {
            name = String.valueOf(Environment.getFallbackJniLibraryFileName("rocksdb"));
            resource = RocksDB.class.getClassLoader().getResource(name);
        }
        if (resource == null) {
            throw new IOException("RocksDB has no library for this platform: " + name);
        }
        // The size stands for the version: an upgrade unpacks beside the old library.
        long size = resource.openConnection().getContentLengthLong();
        Path file =
                directory
                        .resolve(Long.toString(size))
                        .resolve(Environment.getSharedLibraryFileName("rocksdb"))
                        .toAbsolutePath();
        if (Files.exists(file) && Files.size(file) == size) {
            return file;
        }
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), "unpacking", ".part");
        try (InputStream in = resource.openStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(
                part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
