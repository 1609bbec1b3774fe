package posthorn.standalone.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @Test
    void whatWasAcknowledgedIsThereAfterARestart(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", broker.servers(), "acks", "all");
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
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
            TopicPartition partition = new TopicPartition("t", 0);
            var end =
                    admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .partitionResult(partition)
                            .get();
            assertEquals(100, end.offset());
        }
    }
}
