package posthorn.e2e.kafka;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.KafkaTopics;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.standalone.FreePorts;

/** Every client of ours gets to brokers that want TLS and a sign-in, with secrets that change. */
class SecuredKafkaTest {

    private static final String SECURITY = "posthorn.kafka.security.";
    private static final String ALICE = "alice@example.test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private static Path folder = Path.of("unset");
    private static SecuredBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = new SecuredBroker(Files.createDirectory(folder.resolve("broker")));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void everyKindOfClientShowsItsCertificate() throws Exception {
        Map<String, String> settings = byCertificate();
        try (Producer<String, byte[]> producer = ready(settings)) {
            send(producer, "by certificate");
            KafkaConnection kafka = new KafkaConnection(settings(settings));
            try (var reader = kafka.groupConsumer(Map.of("group.id", "readers-of-this-test"))) {
                reader.subscribe(Set.of(Topics.EVENTS));
                await().atMost(PATIENCE)
                        .until(() -> {
                            reader.poll(Duration.ofMillis(100));
                            return !reader.assignment().isEmpty();
                        });
            }
            // What a renewed certificate is shown to: a connection that is made now.
            broker.newCertificate();
            try (var admin = kafka.admin(Map.of())) {
                assertEquals(1, admin.describeCluster().nodes().get().size());
            }
        }
        Map<String, String> without = new HashMap<>(settings);
        without.remove(SECURITY + "certificate");
        without.remove(SECURITY + "key");
        try (var admin =
                new KafkaConnection(settings(without))
                        .admin(
                                Map.of(
                                        "default.api.timeout.ms",
                                        2000,
                                        "request.timeout.ms",
                                        1000))) {
            assertThrows(ExecutionException.class, () -> admin.describeCluster().nodes().get());
        }
    }

    @Test
    void aPasswordThatChangesCountsForClientsThatRun() throws Exception {
        broker.newPassword("the-first-password");
        Map<String, String> settings = byPassword();
        try (Producer<String, byte[]> producer = ready(settings)) {
            send(producer, "by the first password");
            broker.newPassword("the-second-password");
            String refused = SECURITY + "password-file";
            Map<String, String> late = new HashMap<>(settings);
            late.put(
                    refused,
                    Files.writeString(folder.resolve("late"), "the-first-password").toString());
            try (var stranger = new KafkaConnection(settings(late)).admin(Map.of())) {
                assertThrows(
                        ExecutionException.class, () -> stranger.describeCluster().nodes().get());
            }
            // The broker wants each client to sign in again: with the new one from now on.
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            await().atMost(PATIENCE).until(() -> sent(producer) && System.nanoTime() > end);
        }
    }

    @Test
    void aMessageGoesItsWholeWayAndNoSecretIsLogged() throws Exception {
        broker.newPassword("the-password-of-the-whole-way");
        int operators = FreePorts.next();
        List<String> arguments = new ArrayList<>();
        Map<String, String> settings = new HashMap<>(byPassword());
        settings.remove(SECURITY + "username");
        settings.remove(SECURITY + "password-file");
        settings.put(SECURITY + "jaas-file", broker.file("sasl.jaas.config"));
        settings.put("posthorn.mailbox-api.admin.port", Integer.toString(operators));
        // At the level at which operators run the services.
        settings.put("quarkus.log.category.\"org.apache.kafka\".level", "INFO");
        settings.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        try (StandaloneSystem system =
                StandaloneSystem.start(folder.resolve("system"), arguments)) {
            operatorsAreHeardAtTheirPortOnly(system, operators);
            AngusSmtp.plain("127.0.0.1", system.port(Use.SMTP))
                    .send(
                            "far@elsewhere.test",
                            List.of(ALICE),
                            TestMessages.plain("far@elsewhere.test", "secured"));
            AngusImap imap = AngusImap.implicitTls(system.port(Use.IMAPS), ALICE, ALICE);
            await().atMost(PATIENCE).until(() -> imap.count("INBOX") == 1);
            assertNoSecretIsLogged(system);
        }
    }

    private static void operatorsAreHeardAtTheirPortOnly(StandaloneSystem system, int operators)
            throws IOException {
        String bearer = "Bearer " + Files.readString(system.adminToken()).strip();
        int everybody = system.port(Use.MAILBOX_HTTP);
        Map<String, String> domain = Map.of("name", "example.test");
        given().port(everybody)
                .header("Authorization", bearer)
                .get("/v1/domains")
                .then()
                .statusCode(403);
        given().port(everybody)
                .contentType("application/json")
                .body(Map.of("adminToken", bearer.substring("Bearer ".length())))
                .post("/v1/sessions")
                .then()
                .statusCode(403);
        for (Map.Entry<String, Map<String, String>> made :
                List.of(
                        Map.entry("/v1/domains", domain),
                        Map.entry("/v1/accounts", Map.of("address", ALICE, "password", ALICE)))) {
            given().port(operators)
                    .header("Authorization", bearer)
                    .contentType("application/json")
                    .body(made.getValue())
                    .post(made.getKey())
                    .then()
                    .statusCode(201);
        }
        given().port(everybody)
                .contentType("application/json")
                .body(Map.of("login", ALICE, "password", ALICE))
                .post("/v1/sessions")
                .then()
                .statusCode(201);
    }

    private static void assertNoSecretIsLogged(StandaloneSystem system) throws IOException {
        String logged = String.join("\n", system.process().output());
        assertTrue(logged.contains("Successfully logged in"), "clients log what they do");
        for (Path secret :
                List.of(
                        Path.of(broker.file("password")),
                        system.dataDir().resolve("admin-token"),
                        system.dataDir().resolve("service-token"),
                        system.dataDir().resolve("master-key"))) {
            String text = Files.readString(secret).strip();
            assertFalse(logged.contains(text), () -> secret.getFileName() + " is logged");
        }
        assertFalse(logged.contains("PRIVATE KEY"));
    }

    private static Map<String, String> byPassword() {
        return Map.of(
                "posthorn.kafka.servers",
                broker.byPassword(),
                "posthorn.kafka.partitions",
                "1",
                SECURITY + "protocol",
                "SASL_SSL",
                SECURITY + "trusted-certificates",
                broker.file("authority.pem"),
                SECURITY + "username",
                SecuredBroker.USER,
                SECURITY + "password-file",
                broker.file("password"));
    }

    private static Map<String, String> byCertificate() {
        return Map.of(
                "posthorn.kafka.servers",
                broker.byCertificate(),
                "posthorn.kafka.partitions",
                "1",
                SECURITY + "protocol",
                "SSL",
                SECURITY + "trusted-certificates",
                broker.file("authority.pem"),
                SECURITY + "certificate",
                broker.file("user.crt"),
                SECURITY + "key",
                broker.file("user.key"));
    }

    private static PosthornSettings settings(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(PosthornSettings.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(PosthornSettings.class);
    }

    /** A producer, when the topics are there. */
    private static Producer<String, byte[]> ready(Map<String, String> values) {
        PosthornSettings settings = settings(values);
        KafkaConnection kafka = new KafkaConnection(settings);
        new KafkaTopics(settings, kafka).ready();
        return kafka.producer(Map.of("delivery.timeout.ms", 5000, "request.timeout.ms", 2000));
    }

    private static void send(Producer<String, byte[]> producer, String key)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(Topics.EVENTS, key, new byte[0])).get();
    }

    private static boolean sent(Producer<String, byte[]> producer) throws InterruptedException {
        try {
            send(producer, "by whichever is right");
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }
}
