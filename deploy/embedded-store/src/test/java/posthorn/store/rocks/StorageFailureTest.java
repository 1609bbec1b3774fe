package posthorn.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.store.Deadline;
import posthorn.store.StoreSettings;

/** RocksDB stops writing after an error in the background, and then the store does, too. */
class StorageFailureTest {
    private static final int WRITES = 10_000;
    private static final String TEXT = "x".repeat(10_000);

    @TempDir Path directory;

    @Test
    void anErrorInTheBackgroundEndsTheStore() throws Exception {
        AtomicInteger told = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        try (Storage storage =
                Storage.open(
                        directory.resolve("store"),
                        smallBuffers(),
                        e -> {
                            told.incrementAndGet();
                            failed.countDown();
                        })) {
            StoredCollection collection = new Catalog(storage).findOrCreate("test", "c");
            // New files can no longer be made; the log that is open still takes what is written.
            Files.move(directory.resolve("store", "rocks"), directory.resolve("elsewhere"));
            assertThrows(RuntimeException.class, () -> insertUntilRefused(collection));
            assertTrue(failed.await(10, TimeUnit.SECONDS));
            AtomicInteger answers = new AtomicInteger();
            storage.whenDurable(storage.latest(), answers::incrementAndGet);
            assertThrows(RuntimeException.class, () -> insert(collection, WRITES));
            assertEquals(0, answers.get());
            assertEquals(1, told.get());
        }
    }

    private static StoreSettings smallBuffers() {
        StoreSettings.Bounds b = StoreSettings.defaults().bounds();
        StoreSettings.Bounds small =
                new StoreSettings.Bounds(
                        b.blockCacheBytes(),
                        1 << 20,
                        b.logBytes(),
                        b.openFiles(),
                        b.cursors(),
                        b.sortBytes(),
                        b.threads(),
                        b.connections());
        return new StoreSettings(0, true, null, small, null, false);
    }

    private static void insertUntilRefused(StoredCollection collection) {
        for (int i = 0; i < WRITES; i++) {
            insert(collection, i);
        }
    }

    private static void insert(StoredCollection collection, int id) {
        BsonDocument document =
                new BsonDocument("_id", new BsonInt32(id)).append("text", new BsonString(TEXT));
        collection.exclusively(
                Deadline.NONE,
                writer -> {
                    writer.insert(document);
                    return true;
                });
    }
}
