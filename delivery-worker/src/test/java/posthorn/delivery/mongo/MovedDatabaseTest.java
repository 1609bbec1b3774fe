package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoSecurityException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.runtime.mongo.MongoServer;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

/** Where the database is, and its password, stand in files that may be replaced at any time. */
class MovedDatabaseTest {

    @TempDir private Path folder = Path.of(".");

    @Test
    void whatIsAskedNextGoesWhereTheFilesSay() throws IOException {
        try (EmbeddedStore first = store("first", "secret-one");
                EmbeddedStore second = store("second", "another-word")) {
            Path uri = write("uri", withoutPassword(first));
            Path password = write("password", "secret-one\n");
            MongoServer server = server(Map.of("uri-file", uri, "password-file", password));
            try (QueueDatabase database =
                    new QueueDatabase(server, "posthorn_queue", 2, new SimpleMeterRegistry())) {
                var messages = database.messages();
                messages.insertOne(new Document("_id", "old"));
                write("uri", withoutPassword(second));
                write("password", "another-word\n");
                // Between the two writes the old password goes to the new server.
                Awaitility.await()
                        .ignoreExceptionsInstanceOf(MongoSecurityException.class)
                        .until(() -> messages.find().first() == null);
                messages.insertOne(new Document("_id", "new"));
                assertEquals("new", database.messages().find().first().get("_id"));
            }
        }
    }

    @Test
    void whatCannotBeUsedIsToldWithoutWhatStandsInIt() throws IOException {
        for (String wrong : new String[] {"mongo:hidden", "mongodb://hidden@", ""}) {
            Path file = write("wrong", wrong);
            String told = refused(Map.of("uri-file", file));
            assertEquals(true, told.startsWith("posthorn.mongodb.uri-file: "), told);
            assertFalse(told.contains("hidden"), told);
        }
        Path uri = write("uri", "mongodb://127.0.0.1:1");
        Path password = write("password", "hidden");
        String told = refused(Map.of("uri-file", uri, "password-file", password));
        assertEquals(
                "posthorn.mongodb.password-file: is set, and the connection string names no user,"
                        + " as in mongodb://user@host:27017",
                told);
    }

    private String refused(Map<String, Path> files) {
        return String.valueOf(assertThrows(BadSetting.class, () -> server(files)).getMessage());
    }

    private EmbeddedStore store(String name, String secret) {
        return EmbeddedStore.start(
                folder.resolve(name), StoreSettings.defaults().withPort(0).withSecret(secret));
    }

    /** The user stays, as an operator would write it. */
    private static String withoutPassword(EmbeddedStore store) {
        return store.uri().replaceFirst("(//[^:]+):[^@]*@", "$1@");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static MongoServer server(Map<String, Path> files) {
        Map<String, String> values = new HashMap<>();
        files.forEach((key, file) -> values.put("posthorn.mongodb." + key, file.toString()));
        return MongoServer.of(
                new SmallRyeConfigBuilder()
                        .withMapping(PosthornSettings.class)
                        .withConverter(Duration.class, 200, new DurationConverter())
                        .withDefaultValues(values)
                        .build()
                        .getConfigMapping(PosthornSettings.class)
                        .mongodb());
    }
}
