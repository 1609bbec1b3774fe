package posthorn.mailbox.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.log.Floor;

/**
 * Documents of releases that are kept: what they stored is read, and what is stored now has every
 * field that they read, with the same type. {@code -Dposthorn.compat.write=RELEASE} keeps those of
 * a release that is about to be made.
 */
class FormerDocumentsTest {

    private static final Path ALL = Path.of("src/test/resources/compat");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ACCOUNT = "01former";

    private static final Entry ENTRY =
            new Entry(
                    ACCOUNT,
                    1,
                    "proposal-1",
                    List.of("proposal-1", "key-1"),
                    List.of(
                            new Change.MailboxCreated(1, 1, "INBOX", 77, ""),
                            new Change.SubscriptionChanged(2, "INBOX", true)),
                    "",
                    1_764_000_000_000L,
                    List.of());

    private static final Manifest MANIFEST =
            new Manifest(
                    ACCOUNT,
                    1,
                    5,
                    1_764_000_000_000L,
                    "root-5",
                    4,
                    3,
                    new Floor(2, 1_763_000_000_000L),
                    List.of(new Manifest.Past(4, 1_763_500_000_000L, "root-4")));

    @Test
    void documentsOfReleasesAreReadAndTheirFieldsAreWritten() throws IOException {
        String kept = System.getProperty("posthorn.compat.write", "");
        if (!kept.isEmpty()) {
            keep(ALL.resolve(kept));
        }
        try (var releases = Files.list(ALL)) {
            for (Path release : releases.sorted().toList()) {
                assertIsReadAndWritten(release);
            }
        }
    }

    private static void assertIsReadAndWritten(Path release) throws IOException {
        BsonDocument former = read(release);
        try (TestStore store = TestStore.start();
                MailboxDatabase database = store.connect()) {
            for (String collection : former.keySet()) {
                BsonDocument document = former.getDocument(collection).clone();
                // A field that a newer release has added is passed over.
                document.append("of_the_future", new BsonString("x"));
                database.collection(collection).insertOne(document).await().atMost(PATIENCE);
            }
            MongoManifests manifests = new MongoManifests(database);
            assertEquals(MANIFEST, wait(manifests.read(ACCOUNT)).orElseThrow());
            MongoAccountLog log =
                    new MongoAccountLog(database, manifests, new StoreLimits(2, 4, 1000, 1 << 20));
            assertEquals(List.of(ENTRY), wait(log.read(ACCOUNT, 1, 10)));
            assertEquals(List.of(ENTRY), wait(log.find(ACCOUNT, List.of("key-1"))));
        }
        BsonDocument now = written();
        former.forEach((collection, document) ->
                assertSameShape(
                        release + " " + collection,
                        document.asDocument(),
                        now.getDocument(collection)));
    }

    /** Each field of the former document is in the other one, and of the same type. */
    private static void assertSameShape(String where, BsonDocument former, BsonDocument now) {
        former.forEach((field, value) -> {
            assertTrue(now.containsKey(field), where + " lacks " + field);
            assertEquals(value.getBsonType(), now.get(field).getBsonType(), where + "." + field);
            if (value.isDocument()) {
                assertSameShape(where + "." + field, value.asDocument(), now.getDocument(field));
            } else if (value.isArray() && value.asArray().getFirst().isDocument()) {
                assertSameShape(
                        where + "." + field,
                        value.asArray().getFirst().asDocument(),
                        now.getArray(field).getFirst().asDocument());
            }
        });
    }

    /** The documents as this release stores them, by collection. */
    private static BsonDocument written() {
        try (TestStore store = TestStore.start();
                MailboxDatabase database = store.connect()) {
            MongoManifests manifests = new MongoManifests(database);
            wait(
                    new MongoAccountLog(database, manifests, new StoreLimits(2, 4, 1000, 1 << 20))
                            .insert(List.of(ENTRY)));
            wait(manifests.replace(MANIFEST));
            return all(store);
        }
    }

    /** Read in a way that is the test's own: no service sends such queries. */
    private static BsonDocument all(TestStore store) {
        try (MailboxDatabase database = TestStore.connect(store.uri(), store.name())) {
            BsonDocument all = new BsonDocument();
            for (String collection : List.of(Indexes.ENTRIES, Indexes.MANIFESTS)) {
                all.append(
                        collection,
                        database.collection(collection)
                                .find(new BsonDocument())
                                .collect()
                                .first()
                                .await()
                                .atMost(PATIENCE));
            }
            return all;
        }
    }

    private static <T> T wait(CompletionStage<T> stage) {
        return Objects.requireNonNull(
                stage.toCompletableFuture()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join());
    }

    private static BsonDocument read(Path release) throws IOException {
        return BsonDocument.parse(Files.readString(release.resolve("documents.json")));
    }

    private static void keep(Path release) throws IOException {
        JsonWriterSettings how =
                JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).indent(true).build();
        Files.writeString(
                Files.createDirectories(release).resolve("documents.json"),
                written().toJson(how) + "\n");
    }
}
