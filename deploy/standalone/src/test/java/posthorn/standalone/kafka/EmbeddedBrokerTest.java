package posthorn.standalone.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.server.util.ShutdownableThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    private static final String PASSWORD = "0123456789abcdef";

    private static Map<String, Object> signedIn(EmbeddedBroker broker, String password) {
        Map<String, Object> settings = new HashMap<>(open(broker));
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config",
                PlainLoginModule.class.getName()
                        + " required username=\"posthorn\" password=\""
                        + password
                        + "\";");
        return settings;
    }

    private static Map<String, Object> open(EmbeddedBroker broker) {
        return Map.of(
                "bootstrap.servers",
                broker.servers(),
                "acks",
                "all",
                "request.timeout.ms",
                "5000",
                "default.api.timeout.ms",
                "5000");
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestart(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, PASSWORD)) {
            Map<String, Object> settings = signedIn(broker, PASSWORD);
            settings.put("request.timeout.ms", "30000");
            settings.put("default.api.timeout.ms", "60000");
            try (Admin admin = Admin.create(settings);
                    var producer =
                            new KafkaProducer<>(
                                    settings, new StringSerializer(), new StringSerializer())) {
                admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
                for (int i = 0; i < 100; i++) {
                    producer.send(new ProducerRecord<>("t", "k", "v" + i)).get();
                }
            }
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, PASSWORD);
                Admin admin = Admin.create(signedIn(broker, PASSWORD))) {
            TopicPartition partition = new TopicPartition("t", 0);
            var end =
                    admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .partitionResult(partition)
                            .get();
            assertEquals(100, end.offset());
        }
    }

    @Test
    void whoDoesNotKnowThePasswordIsToldNothing(@TempDir Path directory) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, PASSWORD)) {
            try (Admin neighbour = Admin.create(signedIn(broker, "guess"))) {
                assertInstanceOf(SaslAuthenticationException.class, refusal(neighbour));
            }
            try (Admin neighbour = Admin.create(open(broker))) {
                assertInstanceOf(TimeoutException.class, refusal(neighbour));
            }
        }
    }

    private static Throwable refusal(Admin admin) {
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> admin.listTopics().names().get());
        return Objects.requireNonNull(refused.getCause());
    }

    @Test
    void nobodyLooksForWhatItNeverHas(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, PASSWORD)) {
            for (ShutdownableThread reaper : IdleReapers.running()) {
                reaper.join(Duration.ofSeconds(10));
            }
            assertEquals(List.of(), IdleReapers.running());
            assertTrue(
                    Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getName().endsWith("-Fetch")),
                    "the reaper of fetches, which wait here, goes on: " + broker.servers());
        }
    }
}
