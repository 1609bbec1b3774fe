package posthorn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    private static final Document COUNT = new Document("count", "c");

    @TempDir Path directory;

    @Test
    void onlyWhoShowsTheSecretComesIn() {
        assumeTrue(StoreFixture.isEmbedded());
        StoreSettings settings = StoreSettings.defaults().withSecret(StoreSettings.randomSecret());
        try (StoreFixture fixture = new StoreFixture(directory, settings)) {
            fixture.collection("c").insertOne(new Document("_id", 1));
            assertEquals(1, fixture.database().runCommand(COUNT).get("n", Number.class).intValue());
            String open = "mongodb://127.0.0.1:" + fixture.store().port();
            try (MongoClient stranger = MongoClients.create(open)) {
                MongoCommandException refused =
                        assertThrows(
                                MongoCommandException.class,
                                () -> stranger.getDatabase("test").runCommand(COUNT));
                assertEquals(13, refused.getCode());
            }
            String guess = fixture.store().uri().replaceFirst(":[0-9a-f]{32}@", ":0000@");
            try (MongoClient stranger = MongoClients.create(guess)) {
                assertThrows(
                        MongoSecurityException.class,
                        () -> stranger.getDatabase("test").runCommand(COUNT));
            }
        }
    }
}
