package posthorn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged is there after {@code kill -9}, and after a power cut as far as one can be
 * had without cutting the power: the log files are cut back to what was on the disk for certain.
 */
class DurabilityTest {
    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED_BEFORE_THE_END = 200;

    @TempDir Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private Path lengths() {
        return directory.resolve("synced-lengths");
    }

    @Test
    void everythingAcknowledgedSurvivesAKill() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < 2; round++) {
            acknowledged.addAll(writeUntilKilled("k" + round, null, true));
            assertEquals(Set.of(), missing(acknowledged));
        }
    }

    @Test
    void everythingAcknowledgedSurvivesAPowerCut() throws Exception {
        Set<String> acknowledged = writeUntilKilled("p", lengths(), true);
        cutBack();
        assertEquals(Set.of(), missing(acknowledged));
    }

    @Test
    void whatIsNotFlushedIsLostInAPowerCutAndNothingElse() throws Exception {
        Set<String> flushed = writeUntilKilled("f", lengths(), true);
        cutBack();
        assertEquals(Set.of(), missing(flushed));
        Set<String> unflushed = writeUntilKilled("u", lengths(), false);
        cutBack();
        assertEquals(Set.of(), missing(flushed));
        assertEquals(unflushed, missing(unflushed));
    }

    /** The ids that were acknowledged until the store was killed in the midst of it. */
    private Set<String> writeUntilKilled(String prefix, @Nullable Path syncedLengths, boolean flush)
            throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_END);
        List<Thread> writers = new ArrayList<>();
        try (ChildStore child = ChildStore.start(List.of(), data(), syncedLengths, flush);
                MongoClient client = MongoClients.create(child.uri())) {
            MongoCollection<Document> log = log(client);
            log.createIndex(Indexes.ascending("account", "n"), new IndexOptions().unique(true));
            for (int i = 0; i < WRITERS; i++) {
                String account = prefix + i;
                writers.add(
                        Thread.ofPlatform().start(() -> write(log, account, acknowledged, enough)));
            }
            assertTrue(enough.await(60, TimeUnit.SECONDS));
            child.kill();
            for (Thread writer : writers) {
                writer.join();
            }
        }
        return acknowledged;
    }

    private static MongoCollection<Document> log(MongoClient client) {
        return client.getDatabase("test")
                .getCollection("log")
                .withWriteConcern(
                        WriteConcern.MAJORITY.withJournal(true).withWTimeout(5, TimeUnit.SECONDS));
    }

    private static void write(
            MongoCollection<Document> log,
            String account,
            Set<String> acknowledged,
            CountDownLatch enough) {
        try {
            for (int n = 0; ; n += 4) {
                List<Document> batch = new ArrayList<>();
                for (int i = n; i < n + 4; i++) {
                    batch.add(
                            new Document("_id", account + "-" + i)
                                    .append("account", account)
                                    .append("n", i)
                                    .append("text", "x".repeat(500)));
                }
                log.insertMany(batch, new InsertManyOptions().ordered(false));
                batch.forEach(document -> acknowledged.add(document.getString("_id")));
                enough.countDown();
            }
        } catch (MongoException killed) {
            // What was not acknowledged may be there or not.
        }
    }

    /** Which of the ids are not there, or not to be found by the index. */
    private Set<String> missing(Set<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        try (EmbeddedStore store = EmbeddedStore.start(data(), StoreSettings.defaults());
                MongoClient client = MongoClients.create(store.uri())) {
            log(client)
                    .find(new Document("account", new Document("$gt", "")))
                    .sort(new Document("account", 1).append("n", 1))
                    .forEach(document -> missing.remove(document.getString("_id")));
        }
        return missing;
    }

    /** Cuts every log file back to the length that it had at its last completed sync. */
    private void cutBack() throws IOException {
        Map<String, Long> synced = new HashMap<>();
        if (Files.exists(lengths())) {
            for (String line : Files.readAllLines(lengths())) {
                int space = line.indexOf(' ');
                synced.put(line.substring(space + 1), Long.valueOf(line.substring(0, space)));
            }
        }
        int cut = 0;
        try (DirectoryStream<Path> logs =
                Files.newDirectoryStream(data().resolve("rocks"), "*.log")) {
            for (Path log : logs) {
                long length = synced.getOrDefault(String.valueOf(log.getFileName()), 0L);
                cut++;
                try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    file.truncate(length);
                }
            }
        }
        assertTrue(cut > 0, "there were no log files");
    }
}
