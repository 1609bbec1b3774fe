package posthorn.store.rocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.store.Deadline;
import posthorn.store.StoreSettings;
import posthorn.store.query.Filter;
import posthorn.store.query.SortOrder;

/**
 * What a start makes of a damaged log. The files are those that a store has while it runs: what a
 * killed one leaves behind.
 */
class WalCheckTest {
    private static final int DOCUMENTS = 60;

    /** Three of them do not fit into a block, so that records begin and end in the midst of one. */
    private static final String TEXT = "x".repeat(15_000);

    @TempDir Path directory;
    private Path left = Path.of("unset");

    /** Documents that were acknowledged one after the other, in several log files. */
    @BeforeEach
    void leaveBehind() throws Exception {
        left = directory.resolve("left");
        try (Storage storage = open(directory.resolve("live"), StoreSettings.defaults())) {
            StoredCollection collection = new Catalog(storage).findOrCreate("test", "c");
            for (int i = 0; i < DOCUMENTS; i++) {
                insert(storage, collection, i);
            }
            copy(directory.resolve("live", "rocks"), left.resolve("rocks"));
        }
    }

    private static Storage open(Path where, StoreSettings settings) {
        return Storage.open(
                where,
                settings,
                e -> {
                    throw new AssertionError(e);
                });
    }

    private static void insert(Storage storage, StoredCollection collection, int id)
            throws InterruptedException {
        BsonDocument document =
                new BsonDocument("_id", new BsonInt32(id)).append("text", new BsonString(TEXT));
        collection.exclusively(
                Deadline.NONE,
                writer -> {
                    writer.insert(document);
                    return true;
                });
        CountDownLatch durable = new CountDownLatch(1);
        storage.whenDurable(storage.latest(), durable::countDown);
        durable.await();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private Path log() throws IOException {
        try (Stream<Path> files = Files.list(left.resolve("rocks"))) {
            List<Path> logs = files.filter(f -> f.toString().endsWith(".log")).toList();
            assertEquals(1, logs.size());
            return logs.getFirst();
        }
    }

    private interface Damage {
        byte[] to(byte[] log);
    }

    private void damage(Damage damage) throws IOException {
        Files.write(log(), damage.to(Files.readAllBytes(log())));
    }

    private List<Integer> ids(StoreSettings settings) {
        List<Integer> ids = new ArrayList<>();
        try (Storage storage = open(left, settings)) {
            StoredCollection collection = new Catalog(storage).find("test", "c");
            if (collection == null) {
                return ids;
            }
            try (Reader reader = collection.read(Deadline.NONE);
                    Reader.Rows rows =
                            reader.rows(
                                    reader.plan(Filter.everything(), SortOrder.NONE, null),
                                    Filter.everything(),
                                    Reader.Position.start())) {
                for (Row row = rows.next(); row != null; row = rows.next()) {
                    ids.add(row.document().getInt32("_id").getValue());
                }
            }
        }
        return ids;
    }

    private static List<Integer> first(int count) {
        return Stream.iterate(0, i -> i + 1).limit(count).toList();
    }

    @Test
    void aWholeLogIsRead() {
        assertEquals(first(DOCUMENTS), ids(StoreSettings.defaults()));
    }

    @Test
    void aTornEndCostsTheLastWriteAlone() throws IOException {
        damage(log -> Arrays.copyOf(log, log.length - 100));
        assertEquals(first(DOCUMENTS - 1), ids(StoreSettings.defaults()));
    }

    @Test
    void garbageAtTheEndCostsTheLastWriteAlone() throws IOException {
        damage(log -> {
            Arrays.fill(log, log.length - 3_000, log.length, (byte) 0);
            return Arrays.copyOf(log, log.length + 50_000);
        });
        assertEquals(first(DOCUMENTS - 1), ids(StoreSettings.defaults()));
    }

    @Test
    void aDamagedOctetInTheMiddleStopsTheStartAndChangesNothing() throws IOException {
        damage(log -> {
            log[log.length / 2] ^= 1;
            return log;
        });
        byte[] before = Files.readAllBytes(log());
        DamagedLog refused = assertThrows(DamagedLog.class, () -> ids(StoreSettings.defaults()));
        assertTrue(refused.toString().contains(log().toString()), refused::toString);
        assertArrayEquals(before, Files.readAllBytes(log()));
    }

    @Test
    void aDamagedBeginningStopsTheStart() throws IOException {
        damage(log -> {
            Arrays.fill(log, 0, 20_000, (byte) 0);
            return log;
        });
        assertThrows(DamagedLog.class, () -> ids(StoreSettings.defaults()));
    }

    @Test
    void missingOctetsInTheMiddleStopTheStart() throws IOException {
        int block = 32 * 1024;
        damage(log -> {
            byte[] shorter = Arrays.copyOf(log, log.length - 4 * block);
            System.arraycopy(log, 10 * block, shorter, 6 * block, shorter.length - 6 * block);
            return shorter;
        });
        assertThrows(DamagedLog.class, () -> ids(StoreSettings.defaults()));
    }

    @Test
    void anAcceptedLossLeavesWhatComesBeforeTheDamage() throws IOException {
        damage(log -> {
            log[log.length / 2] ^= 1;
            return log;
        });
        List<Integer> ids = ids(StoreSettings.defaults().withAcceptedLoss(true));
        assertTrue(ids.size() > DOCUMENTS / 3 && ids.size() < DOCUMENTS / 2 + 1, ids::toString);
        assertEquals(first(ids.size()), ids);
        // The log is whole again: the next start needs no permission.
        assertEquals(ids, ids(StoreSettings.defaults()));
    }

    /** After a torn end the numbers of the lost writes are given again. */
    @Test
    void anotherKillRightAfterATornEndIsNoDamage() throws Exception {
        damage(log -> {
            log[log.length - 5_000] ^= 1;
            return log;
        });
        byte[] torn = Files.readAllBytes(log());
        Path old = log();
        try (Storage storage = open(left, StoreSettings.defaults())) {
            StoredCollection collection = new Catalog(storage).findOrCreate("test", "c");
            insert(storage, collection, DOCUMENTS);
            insert(storage, collection, DOCUMENTS + 1);
            copy(left.resolve("rocks"), directory.resolve("again", "rocks"));
        }
        // The old file was about to be deleted when the process was killed.
        Files.write(directory.resolve("again", "rocks").resolve(old.getFileName()), torn);
        try {
            WalCheck.check(directory.resolve("again", "rocks"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
