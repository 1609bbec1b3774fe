package posthorn.store.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/**
 * RocksDB's native library, unpacked to a fixed place. Left to itself RocksDB unpacks 17 MB into a
 * new file of the temporary directory at every start, and leaves them there when the process is
 * killed. The place must be one that only the store's owner can write to: whoever can change the
 * file runs as the store.
 */
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library, unpacking it into {@code directory}. Must come before anything else of
     * RocksDB: its classes load the library themselves when it is not there yet. Later calls do
     * nothing.
     *
     * @throws UncheckedIOException when it cannot be unpacked
     */
    static synchronized void load(Path directory) {
        if (loaded) {
            return;
        }
        try {
            Path place = Files.createDirectories(directory).toAbsolutePath();
            NativeLibraryLoader.getInstance().loadLibrary(place.toString());
            loaded = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack RocksDB's native library", e);
        }
    }
}
