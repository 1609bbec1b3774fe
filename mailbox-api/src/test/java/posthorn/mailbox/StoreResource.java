package posthorn.mailbox;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.mongo.TestStore;

/**
 * A store and the tokens for a {@code mailbox-api} that a test starts; without Kafka: it has to do
 * without.
 */
public final class StoreResource implements QuarkusTestResourceLifecycleManager {

    static final String ADMIN = "the-admin-token-of-this-test";
    static final String SERVICE = "the-service-token-of-this-test";

    private @Nullable TestStore store;

    @Override
    public Map<String, String> start() {
        TestStore started = TestStore.start();
        store = started;
        return Map.of(
                "posthorn.mongodb.uri",
                started.uri(),
                "posthorn.mongodb.prefix",
                started.name(),
                "posthorn.kafka.servers",
                "127.0.0.1:1",
                "posthorn.admin-token-file",
                token(ADMIN).toString(),
                "posthorn.service-token-file",
                token(SERVICE).toString(),
                "posthorn.master-key-file",
                token("a master key for tests").toString(),
                "posthorn.mailbox-api.submission.server",
                "127.0.0.1:1",
                "posthorn.mailbox-api.worker.url",
                "http://127.0.0.1:1",
                "quarkus.grpc.server.test-port",
                "0",
                "quarkus.http.test-port",
                "0");
    }

    private static Path token(String text) {
        try {
            Path file = Files.createTempFile("token", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (store != null) {
            store.close();
        }
    }
}
