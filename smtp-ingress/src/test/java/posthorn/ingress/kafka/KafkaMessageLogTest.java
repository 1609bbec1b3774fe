package posthorn.ingress.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.ingress.session.MessageLog;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

class KafkaMessageLogTest extends MessageLogContract {
    @TempDir static Path directory;

    private static TestBroker broker;
    private static KafkaMessageLog log;
    private static KafkaMessageLog unreachable;
    private static EventProducer events;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(directory);
        Map<String, Object> admin = Map.of("bootstrap.servers", broker.servers());
        try (Admin topics = Admin.create(admin)) {
            topics.createTopics(
                            List.of(
                                    new NewTopic(Topics.ACCEPTED, 3, (short) 1)
                                            .configs(Map.of("flush.messages", "1")),
                                    new NewTopic(Topics.EVENTS, 3, (short) 1)))
                    .all()
                    .get();
        }
        events = events();
        log =
                new KafkaMessageLog(
                        KafkaConnection.plain(broker.servers()), Duration.ofSeconds(30), events);
        unreachable = new KafkaMessageLog(KafkaConnection.plain("127.0.0.1:1"), soon(), events);
    }

    private static EventProducer events() {
        return new EventProducer(
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.servers()),
                        new StringSerializer(),
                        new ByteArraySerializer()),
                100,
                new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() {
        log.close();
        unreachable.close();
        events.close();
        broker.close();
    }

    @Override
    MessageLog log() {
        return log;
    }

    @Override
    MessageLog unreachable() {
        return unreachable;
    }

    @Override
    List<AcceptedMail> read() {
        return read(Topics.ACCEPTED).stream().map(KafkaMessageLogTest::mail).toList();
    }

    @Test
    void eventForTheTraceFollows() throws Exception {
        log.append(message("traced", "text"));
        events.close();
        events = events();
        log.close();
        log =
                new KafkaMessageLog(
                        KafkaConnection.plain(broker.servers()), Duration.ofSeconds(30), events);
        List<DeliveryEvent> events = new ArrayList<>();
        for (byte[] value : read(Topics.EVENTS)) {
            events.add(DeliveryEvent.parseFrom(value));
        }
        DeliveryEvent event =
                events.stream()
                        .filter(e -> e.getMessageId().equals("traced"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(EventKind.ACCEPTED, event.getKind());
        assertEquals(-1, event.getOrdinal());
        assertEquals(2, event.getRecipientCount());
        assertEquals("<1@example.org>", event.getHeaderMessageId());
    }

    @Test
    void brokerThatComesBackIsUsedAgain() {
        try (KafkaMessageLog impatient =
                new KafkaMessageLog(KafkaConnection.plain(broker.servers()), soon(), events)) {
            await().until(() -> isAppended(impatient, "before"));
            broker.restart(() -> assertFalse(isAppended(impatient, "meanwhile")));
            await().atMost(Duration.ofMinutes(1)).until(() -> isAppended(impatient, "after"));
        }
        Set<String> ids = new HashSet<>();
        read().forEach(mail -> ids.add(mail.getId()));
        assertTrue(ids.containsAll(Set.of("before", "after")));
    }

    @Test
    void messageDoesNotWaitForItsEvent() throws Exception {
        MockProducer<String, byte[]> deaf =
                new MockProducer<>(
                        false,
                        new RoundRobinPartitioner(),
                        new StringSerializer(),
                        new ByteArraySerializer());
        EventProducer silent = new EventProducer(deaf, 100, new SimpleMeterRegistry());
        try (KafkaMessageLog quick =
                new KafkaMessageLog(
                        KafkaConnection.plain(broker.servers()), Duration.ofSeconds(30), silent)) {
            for (int i = 0; i < 20; i++) {
                quick.append(message("untold" + i, "text"));
            }
        }
        Set<String> ids = new HashSet<>();
        read().forEach(mail -> ids.add(mail.getId()));
        assertTrue(ids.contains("untold19"));
        for (int i = 0; i < 20; i++) {
            await().until(deaf::completeNext);
        }
        silent.close();
    }

    private static boolean isAppended(MessageLog to, String id) {
        try {
            to.append(message(id, "text"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static AcceptedMail mail(byte[] value) {
        try {
            return AcceptedMail.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> read(String topic) {
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.servers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream().mapToLong(o -> o).sum();
            while (values.size() < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(r -> values.add(r.value()));
            }
        }
        return values;
    }
}
