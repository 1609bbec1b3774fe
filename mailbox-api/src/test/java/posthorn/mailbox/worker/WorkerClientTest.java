package posthorn.mailbox.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.mailbox.WorkerSettings;
import posthorn.runtime.api.ServiceToken;
import posthorn.runtime.settings.PosthornSettings;

/** Asks a worker that is well, slow, talkative, or of another token. */
class WorkerClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<@Nullable String> asked = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                folder.resolve("token"), "the-new-token-of-this\nthe-old-token-of-this\n");
        server =
                vertx.createHttpServer()
                        .requestHandler(this::answer)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.getHeader("Authorization") + " " + request.uri());
        if (!"Bearer the-old-token-of-this".equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
        } else if (request.path().endsWith("/slow")) {
            // Never answered.
            request.pause();
        } else if (request.path().endsWith("/long")) {
            request.response().end("x".repeat(100_000));
        } else {
            request.response().putHeader("Content-Type", "application/json").end("{}");
        }
    }

    private WorkerClient client(int port) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withConverter(Duration.class, 200, new DurationConverter())
                        .withMapping(WorkerSettings.class)
                        .withMapping(PosthornSettings.class)
                        .withMappingIgnore("posthorn.**")
                        .withDefaultValue(
                                "posthorn.mailbox-api.worker.url", "http://127.0.0.1:" + port)
                        .withDefaultValue("posthorn.mailbox-api.worker.within", "1s")
                        .withDefaultValue("posthorn.mailbox-api.worker.most-octets", "65536")
                        .withDefaultValue(
                                "posthorn.service-token-file", folder.resolve("token").toString())
                        .build();
        return new WorkerClient(
                config.getConfigMapping(WorkerSettings.class),
                new ServiceToken(config.getConfigMapping(PosthornSettings.class)),
                vertx);
    }

    private WorkerClient client() {
        HttpServer running = server;
        return client(running == null ? 0 : running.actualPort());
    }

    @Test
    void aWorkerThatKnowsTheOldTokenAloneIsAskedWithThat() {
        WorkerAnswer answer =
                client().get("queue/a%2Fb", Map.of("cursor", "x y")).await().atMost(PATIENCE);
        assertEquals(200, answer.status());
        assertEquals("{}", answer.body().toString());
        assertEquals(
                List.of(
                        "Bearer the-new-token-of-this /worker/v1/queue/a%2Fb?cursor=x%20y",
                        "Bearer the-old-token-of-this /worker/v1/queue/a%2Fb?cursor=x%20y"),
                asked);
    }

    @Test
    void aWorkerThatIsSlowTalkativeOrAwayIsAway() {
        for (String path : List.of("slow", "long")) {
            assertThrows(
                    WorkerAway.class,
                    () -> client().get(path, Map.of()).await().atMost(PATIENCE),
                    path);
        }
        HttpServer running = server;
        assertTrue(running != null);
        int port = running.actualPort();
        running.close().toCompletionStage().toCompletableFuture().join();
        assertThrows(
                WorkerAway.class, () -> client(port).get("x", Map.of()).await().atMost(PATIENCE));
    }
}
