package posthorn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that cannot write any more halts, so that no client waits for it for ever, and after a
 * start with more room everything acknowledged is there.
 */
class FullFileSystemTest {
    private static final int EXIT_LOG_FAILED = 74;
    private static final int MEBIBYTES = 12;
    private static final int MOST_WRITES = 20_000;
    private static final byte[] CONTENT = new byte[200_000];

    @TempDir Path directory;

    /** The bound leaves room for the native library, which each start unpacks. */
    @Test
    void whereFilesMayNotGrowFurtherTheStoreHalts() throws Exception {
        List<String> limited = List.of("sh", "-c", "ulimit -f 40960 && exec \"$@\"", "sh");
        List<Integer> acknowledged;
        try (ChildStore child = ChildStore.start(limited, directory, null, true)) {
            acknowledged = writeUntilNoAnswerComes(child);
            assertEquals(EXIT_LOG_FAILED, child.awaitEnd());
        }
        try (ChildStore child = ChildStore.start(List.of(), directory, null, true)) {
            assertEquals(acknowledged, present(child, acknowledged));
        }
    }

    @Test
    void onAFullFileSystemTheStoreHaltsAndGoesOnWhenThereIsRoom() throws Exception {
        Path files = Files.createDirectory(directory.resolve("rocks"));
        try (SmallFileSystem small = SmallFileSystem.mountOrSkip(files, MEBIBYTES)) {
            List<Integer> acknowledged;
            try (ChildStore child = ChildStore.start(small.inside(), directory, null, true)) {
                acknowledged = writeUntilNoAnswerComes(child);
                assertEquals(EXIT_LOG_FAILED, child.awaitEnd());
            }
            small.resize(8 * MEBIBYTES);
            try (ChildStore child = ChildStore.start(small.inside(), directory, null, true)) {
                assertEquals(acknowledged, present(child, acknowledged));
            }
        }
        try (Stream<Path> beside = Files.list(files)) {
            assertEquals(0, beside.count(), "the store was not on the small file system");
        }
    }

    private static MongoClient client(ChildStore child) {
        return MongoClients.create(
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(child.uri()))
                        .retryWrites(false)
                        .applyToSocketSettings(s -> s.readTimeout(30, TimeUnit.SECONDS))
                        .applyToClusterSettings(s -> s.serverSelectionTimeout(2, TimeUnit.SECONDS))
                        .build());
    }

    private static MongoCollection<Document> collection(MongoClient client) {
        return client.getDatabase("test").getCollection("c");
    }

    private static List<Integer> writeUntilNoAnswerComes(ChildStore child) {
        List<Integer> acknowledged = new ArrayList<>();
        try (MongoClient client = client(child)) {
            for (int id = 0; id < MOST_WRITES; id++) {
                collection(client).insertOne(new Document("_id", id).append("c", CONTENT));
                acknowledged.add(id);
            }
        } catch (MongoException gone) {
            // The connection broke, or nobody listens any more.
        }
        assertFalse(acknowledged.isEmpty());
        assertTrue(acknowledged.size() < MOST_WRITES, "it took everything");
        return acknowledged;
    }

    private static List<Integer> present(ChildStore child, List<Integer> ids) {
        List<Integer> present = new ArrayList<>();
        try (MongoClient client = client(child)) {
            collection(client)
                    .find(Filters.in("_id", ids))
                    .sort(new Document("_id", 1))
                    .projection(new Document("_id", 1))
                    .forEach(document -> present.add(document.getInteger("_id")));
        }
        return present;
    }
}
