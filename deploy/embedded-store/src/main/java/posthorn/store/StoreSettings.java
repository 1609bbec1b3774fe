package posthorn.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a store runs. {@link #defaults} suits a small server; the sizes bound the store's memory
 * outside of the Java heap.
 *
 * @param port the loopback port, 0 for any free one
 * @param flush whether answers wait for the disk. Switched off, a power cut loses acknowledged
 *     writes; a killed process still does not. Only for tests that show the difference
 * @param syncedLengths a file that gets the length of each log file at each completed sync, for
 *     tests of a power cut; null for none. A line is {@code length name}; the last one of a name
 *     counts, and a {@code rocks/*.log} of the data directory without a line has length 0. Lines
 *     are added to what the file holds
 * @param bounds of memory, files and connections
 * @param secret what a client must show before anything else; null lets in every program of the
 *     machine
 * @param acceptLoss whether to start although the log lacks acknowledged writes: what comes after
 *     the first missing one is dropped
 */
public record StoreSettings(
        int port,
        boolean flush,
        @Nullable Path syncedLengths,
        Bounds bounds,
        @Nullable String secret,
        boolean acceptLoss) {

    /**
     * How much a store takes.
     *
     * @param blockCacheBytes how much of the tables is kept in memory
     * @param writeBufferBytes how much written data is kept in memory before it goes into tables
     * @param logBytes how long the log may grow before its oldest part must go into tables; the
     *     next start reads all of it
     * @param openFiles how many table files are kept open, with their index and filter blocks in
     *     memory
     * @param cursors how many cursors may be open at once
     * @param sortBytes how many bytes of documents a query without a fitting index may sort in
     *     memory
     * @param threads how many threads serve connections
     * @param connections how many connections may be open; more are closed at once
     */
    public record Bounds(
            long blockCacheBytes,
            long writeBufferBytes,
            long logBytes,
            int openFiles,
            int cursors,
            long sortBytes,
            int threads,
            int connections) {

        /** Checks that every bound is positive. */
        public Bounds {
            if (blockCacheBytes <= 0
                    || writeBufferBytes <= 0
                    || logBytes <= 0
                    || openFiles <= 0
                    || cursors <= 0
                    || sortBytes <= 0
                    || threads <= 0
                    || connections <= 0) {
                throw new IllegalArgumentException("sizes and counts of a store must be positive");
            }
        }
    }

    private static final Bounds SMALL =
            new Bounds(64L << 20, 64L << 20, 64L << 20, 1_000, 10_000, 64L << 20, 4, 1_000);

    /** Checks the port. */
    public StoreSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }

    /** Any free port, flushing, 64 MiB of cache and of write buffers. */
    public static StoreSettings defaults() {
        return new StoreSettings(0, true, null, SMALL, null, false);
    }

    /** The same on another port. */
    public StoreSettings withPort(int newPort) {
        return new StoreSettings(newPort, flush, syncedLengths, bounds, secret, acceptLoss);
    }

    /** The same with or without waiting for the disk. */
    public StoreSettings withFlush(boolean newFlush) {
        return new StoreSettings(port, newFlush, syncedLengths, bounds, secret, acceptLoss);
    }

    /** The same with a record of synced lengths. */
    public StoreSettings withSyncedLengths(@Nullable Path file) {
        return new StoreSettings(port, flush, file, bounds, secret, acceptLoss);
    }

    /** The same, closed to whoever does not show the secret (letters and digits). */
    public StoreSettings withSecret(@Nullable String newSecret) {
        return new StoreSettings(port, flush, syncedLengths, bounds, newSecret, acceptLoss);
    }

    /** The same, starting with a loss or refusing to. */
    public StoreSettings withAcceptedLoss(boolean newAcceptLoss) {
        return new StoreSettings(port, flush, syncedLengths, bounds, secret, newAcceptLoss);
    }

    /** A secret that nobody guesses. */
    public static String randomSecret() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** All but the secret. */
    @Override
    public String toString() {
        return "StoreSettings[port=" + port + ", flush=" + flush + "]";
    }
}
