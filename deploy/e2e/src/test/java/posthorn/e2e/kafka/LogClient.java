package posthorn.e2e.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import posthorn.ingress.kafka.KafkaMessageLog;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Role;
import posthorn.protocol.smtp.DsnMessageOptions;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.tls.SenderWish;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.KafkaTopics;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.settings.PosthornSettings;

/** Appends and reads as the services do. The topics have one partition each. */
final class LogClient implements AutoCloseable {
    private final KafkaConnection connection;
    private final Producer<String, byte[]> producer;
    private final EventProducer events;
    private final KafkaMessageLog log;
    private final List<String> acknowledged = new ArrayList<>();

    /** One that gives an append up after {@code timeout}. */
    LogClient(String servers, Duration timeout) {
        connection = KafkaConnection.plain(servers);
        producer = connection.producer(Map.of("acks", "all"));
        events = new EventProducer(producer, 1_000, new SimpleMeterRegistry());
        log = new KafkaMessageLog(connection, timeout, events);
    }

    /** Makes the topics as each service does at its start. */
    void makeTopics() {
        PosthornSettings settings =
                new SmallRyeConfigBuilder()
                        .withMapping(PosthornSettings.class)
                        .withConverter(Duration.class, 200, new DurationConverter())
                        .withDefaultValue("posthorn.kafka.partitions", "1")
                        .build()
                        .getConfigMapping(PosthornSettings.class);
        new KafkaTopics(settings, connection).ready();
    }

    /** Appends to {@link Topics#ACCEPTED}; all of them are acknowledged. */
    void append(List<String> ids) throws IOException {
        for (String id : ids) {
            log.append(message(id));
            acknowledged.add(id);
        }
    }

    /** Appends to {@link Topics#EVENTS}; all of them are acknowledged. */
    void appendEvents(List<String> ids) throws ExecutionException, InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        for (String id : ids) {
            sent.add(producer.send(new ProducerRecord<>(Topics.EVENTS, id, new byte[0])));
        }
        for (Future<?> one : sent) {
            one.get();
        }
    }

    /** The ids that {@link #append} was answered for, in order. */
    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** The ids on a topic, from its first record to its last. */
    List<String> read(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (var consumer = connection.consumer(Map.of("auto.offset.reset", "earliest"))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end =
                    Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            List<String> ids = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> ids.add(record.key()));
            }
            return ids;
        }
    }

    private static AcceptedMessage message(String id) {
        byte[] text = "Subject: x\r\n\r\ntext\r\n".getBytes(StandardCharsets.UTF_8);
        return new AcceptedMessage(
                id,
                ReversePath.parse("carol@example.org").orElseThrow(),
                List.of(
                        new AcceptedMessage.Recipient(
                                ForwardPath.parse("alice@example.test").orElseThrow(),
                                Optional.of("a1"),
                                DsnRecipientOptions.NONE)),
                Client.connected("192.0.2.1", "192.0.2.2", Optional.empty()),
                Role.MX,
                "mx.example.test",
                Instant.EPOCH,
                new AcceptedMessage.Body.Inline(new byte[0], text, text.length),
                text.length,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                DsnMessageOptions.NONE,
                SenderWish.NONE,
                Optional.empty());
    }

    @Override
    public void close() {
        events.close();
        log.close();
    }
}
