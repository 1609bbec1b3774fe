package posthorn.mailbox.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.runtime.mongo.MongoServer;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.tls.SelfSigned;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

/** {@code posthorn.mongodb.tls.*}: whom we trust there, and what we show. */
class EncryptedDatabaseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder = Path.of(".");

    private final SelfSigned store = SelfSigned.create("store", Instant.now());
    private final SelfSigned own = SelfSigned.create("us", Instant.now());

    @Test
    void theServerIsTrustedByAFileAndIsShownOurCertificate() throws Exception {
        try (EmbeddedStore embedded = start();
                TlsFront front = new TlsFront(embedded.port(), store, own)) {
            answers(front, trusted(), shown(own));
            assertEquals(List.of("CN=us"), front.clients());
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotSpokenTo() throws Exception {
        try (EmbeddedStore embedded = start();
                TlsFront front = new TlsFront(embedded.port(), store, own)) {
            Map<String, String> other =
                    Map.of("trusted-certificates", file("other.crt", own.certificate()));
            doesNotAnswer(front, other, shown(own));
            doesNotAnswer(front, Map.of(), shown(own));
            assertEquals(List.of(), front.clients());
        }
    }

    @Test
    void whoShowsNothingOrSomethingElseIsRefused() throws Exception {
        SelfSigned stranger = SelfSigned.create("stranger", Instant.now());
        try (EmbeddedStore embedded = start();
                TlsFront front = new TlsFront(embedded.port(), store, own)) {
            doesNotAnswer(front, trusted(), Map.of());
            doesNotAnswer(front, trusted(), shown(stranger));
            assertEquals(List.of(), front.clients());
        }
    }

    @Test
    void newConnectionsCountWhatTheFilesSayThen() throws Exception {
        SelfSigned next = SelfSigned.create("next", Instant.now());
        try (EmbeddedStore embedded = start()) {
            MongoServer server;
            int port;
            try (TlsFront front = new TlsFront(embedded.port(), store, own)) {
                port = front.port();
                server = server(port, trusted(), shown(own));
                answers(server);
            }
            shown(next);
            file("store.crt", next.certificate());
            try (TlsFront front = new TlsFront(port, embedded.port(), next, next)) {
                answers(server);
                assertEquals(List.of("CN=next"), front.clients());
            }
        }
    }

    @Test
    void filesThatCannotBeUsedStopTheStart() throws IOException {
        String missing = folder.resolve("missing").toString();
        for (Map<String, String> wrong :
                List.of(
                        Map.of("trusted-certificates", missing),
                        Map.of("certificate", file("own.crt", own.certificate())),
                        Map.of("certificate", missing, "key", missing))) {
            String told =
                    String.valueOf(
                            assertThrows(BadSetting.class, () -> server(1, wrong, Map.of()))
                                    .getMessage());
            assertTrue(told.startsWith("posthorn.mongodb.tls."), told);
        }
    }

    private EmbeddedStore start() {
        return EmbeddedStore.start(folder.resolve("data"), StoreSettings.defaults().withPort(0));
    }

    private Map<String, String> trusted() throws IOException {
        return Map.of("trusted-certificates", file("store.crt", store.certificate()));
    }

    private Map<String, String> shown(SelfSigned identity) throws IOException {
        return Map.of(
                "certificate", file("own.crt", identity.certificate()),
                "key", file("own.key", identity.key()));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static void answers(
            TlsFront front, Map<String, String> trusted, Map<String, String> shown) {
        answers(server(front.port(), trusted, shown));
    }

    private static void answers(MongoServer server) {
        try (MailboxDatabase database = connect(server)) {
            database.ready().await().atMost(PATIENCE);
        }
    }

    private static void doesNotAnswer(
            TlsFront front, Map<String, String> trusted, Map<String, String> shown) {
        try (MailboxDatabase database = connect(server(front.port(), trusted, shown))) {
            assertThrows(RuntimeException.class, () -> database.ready().await().atMost(PATIENCE));
        }
    }

    private static MailboxDatabase connect(MongoServer server) {
        return MailboxDatabase.connect(server, 2, new SimpleMeterRegistry());
    }

    private static MongoServer server(
            int port, Map<String, String> trusted, Map<String, String> shown) {
        Map<String, String> values = new HashMap<>();
        trusted.forEach((key, file) -> values.put("posthorn.mongodb.tls." + key, file));
        shown.forEach((key, file) -> values.put("posthorn.mongodb.tls." + key, file));
        values.put(
                "posthorn.mongodb.uri",
                "mongodb://127.0.0.1:" + port + "/?tls=true&serverSelectionTimeoutMS=2000");
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
