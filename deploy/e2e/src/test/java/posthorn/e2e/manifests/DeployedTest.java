package posthorn.e2e.manifests;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** Each service runs with what its manifest gives it, and a message goes through all four. */
class DeployedTest {

    private static final Path FEW_PARTITIONS =
            Path.of("src/test/resources/manifests/deployed.yaml");
    private static final Path ONE_BROKER = Path.of("src/test/resources/manifests/one-broker.yaml");
    private static final String PASSWORD = "a long way to Trondheim";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private static Path directory = Path.of("");

    private static List<Document> documents = List.of();

    @SuppressWarnings("NullAway.Init")
    private static DeployedSystem system;

    @BeforeAll
    static void starts() throws Exception {
        documents = Chart.render(Chart.values("production"), FEW_PARTITIONS);
        system = DeployedSystem.start(directory, documents);
    }

    @AfterAll
    static void stops() {
        system.close();
    }

    @Test
    void everyProbeIsAnsweredAtTheManagementPortAndAtNoOther() {
        for (Pod pod : Pod.all(documents)) {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertEquals(200, system.probe(pod, probe), pod.service() + " " + probe);
            }
            assertEquals(200, status(pod.service(), "management", "/q/metrics"));
        }
        for (String service : List.of("mailbox-api", "delivery-worker")) {
            for (String path : List.of("/q/health/live", "/q/metrics", "/q/info")) {
                assertEquals(404, status(service, "http", path), service + " " + path);
            }
        }
        assertEquals(404, status("mailbox-api", "http", "/worker/v1/queue"));
        assertEquals(200, status("mailbox-api", "http", "/"));
    }

    @Test
    void servicesOfMailProtocolsListenForNoHttp() {
        InetSocketAddress http =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), system.unopened());
        assertThrows(
                ConnectException.class,
                () -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(http);
                    }
                });
    }

    @Test
    void operatorsAreHeardAtTheirPortAlone() {
        for (String port : List.of("http", "admin")) {
            int status =
                    given().port(system.port("mailbox-api", port))
                            .header("Authorization", "Bearer " + DeployedSystem.SECRET)
                            .get("/v1/domains")
                            .statusCode();
            assertEquals(port.equals("admin"), status == 200, port + " " + status);
        }
    }

    private static int status(String service, String port, String path) {
        return given().port(system.port(service, port)).get(path).statusCode();
    }

    @Test
    void everyPortOfAManifestIsOpenForIpv4AndIpv6() throws IOException {
        for (Pod pod : Pod.all(documents)) {
            for (String port : pod.ports().keySet()) {
                for (String address : List.of("127.0.0.1", "::1")) {
                    try (Socket socket =
                            new Socket(
                                    InetAddress.getByName(address),
                                    system.port(pod.service(), port))) {
                        assertTrue(socket.isConnected(), pod.service() + " " + port);
                    }
                }
            }
        }
    }

    @Test
    void aMailGoesThrough() throws Exception {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    new posthorn.e2e.system.Admin(system).domain("example.org");
                    return true;
                });
        new posthorn.e2e.system.Admin(system).account("alice@example.org", PASSWORD);
        byte[] message =
                "From: alice@example.org\r\nTo: alice@example.org\r\nSubject: deployed\r\n\r\nHello.\r\n"
                        .getBytes(StandardCharsets.UTF_8);
        AngusSmtp.startTls("127.0.0.1", system.port(Use.SUBMISSION))
                .as("alice@example.org", PASSWORD)
                .send("alice@example.org", List.of("alice@example.org"), message);
        AngusImap inbox =
                AngusImap.implicitTls(system.port(Use.IMAPS), "alice@example.org", PASSWORD);
        Awaitility.await().atMost(PATIENCE).until(() -> inbox.count("INBOX") > 0);
        AngusMessage read = inbox.read("INBOX").getFirst();
        assertTrue(
                new String(read.octets(), StandardCharsets.UTF_8).endsWith("\r\n\r\nHello.\r\n"));
    }

    @Test
    void settingsOfTheFileCount() throws IOException {
        try (RawConnection smtp = RawConnection.connect(system.port(Use.SMTP))) {
            assertTrue(smtp.line().startsWith("220 mail.example.org "));
            smtp.send("EHLO client.example.org\r\n");
            String line = smtp.line();
            while (line.startsWith("250-") && !line.startsWith("250-SIZE ")) {
                line = smtp.line();
            }
            assertEquals("250-SIZE 1048576", line.strip());
        }
    }

    @Test
    void theTopicsOfStrimziAreTheOnesThatTheServicesMake() throws Exception {
        List<JsonNode> topics =
                Manifests.documents(
                        "KafkaTopic",
                        Chart.render(Chart.values("production"), FEW_PARTITIONS, ONE_BROKER));
        assertEquals(3, topics.size());
        try (Admin admin = Admin.create(system.broker().inner())) {
            for (JsonNode topic : topics) {
                String name = topic.at("/metadata/name").asText();
                Map<String, String> rendered = new TreeMap<>();
                topic.at("/spec/config")
                        .properties()
                        .forEach(e -> rendered.put(e.getKey(), e.getValue().asText()));
                assertEquals(rendered, config(admin, name), name);
                assertEquals(topic.at("/spec/partitions").asInt(), partitions(admin, name));
            }
        }
    }

    /** What a topic was made with. */
    private static Map<String, String> config(Admin admin, String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> made = new TreeMap<>();
        for (Config config : admin.describeConfigs(List.of(resource)).all().get().values()) {
            config.entries().stream()
                    .filter(e -> e.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(e -> made.put(e.name(), e.value()));
        }
        return made;
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }
}
