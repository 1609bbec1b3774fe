package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.log.WrittenLines;

/** What people are told of deliveries. */
class KafkaEventLogTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void eventThatTheLogDoesNotTakeRightAfterTheStartIsSentLater() {
        AtomicInteger refusals = new AtomicInteger(1);
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<String, byte[]> record) {
                        if (refusals.getAndDecrement() > 0) {
                            throw new TimeoutException("the topic is not known yet");
                        }
                        return super.send(record);
                    }
                };
        try (EventProducer events = new EventProducer(producer, 100, meters)) {
            KafkaEventLog log = new KafkaEventLog(events, meters);
            log.append(event(EventKind.DELIVERED), "");
            log.append(event(EventKind.BOUNCED), "");
            while (producer.history().size() < 2) {
                Thread.onSpinWait();
            }
        }
        assertEquals(
                List.of("m", "m"), producer.history().stream().map(ProducerRecord::key).toList());
    }

    @Test
    void everyKindIsCountedUnderItsName() {
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        try (EventProducer events = new EventProducer(producer, 100, meters)) {
            KafkaEventLog log = new KafkaEventLog(events, meters);
            for (EventKind kind :
                    List.of(
                            EventKind.DELIVERED,
                            EventKind.RELAYED,
                            EventKind.DEFERRED,
                            EventKind.BOUNCED,
                            EventKind.HELD,
                            EventKind.MAYBE_TWICE)) {
                log.append(event(kind), "");
            }
        }
        for (String name :
                List.of("delivered", "relayed", "deferred", "bounced", "held", "maybe.twice")) {
            double all =
                    meters.get("posthorn.mail." + name).counters().stream()
                            .mapToDouble(Counter::count)
                            .sum();
            assertEquals(1, all, name);
        }
        assertEquals(6, producer.history().size());
    }

    @Test
    void linesNameTheTraceOfTheMessage() throws IOException {
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        try (EventProducer events = new EventProducer(producer, 100, meters);
                WrittenLines written = WrittenLines.json("posthorn.delivery")) {
            KafkaEventLog log = new KafkaEventLog(events, meters);
            log.append(event(EventKind.RELAYED), "00-" + TRACE + "-b7ad6b7169203331-01");
            log.append(event(EventKind.RELAYED), "");
            JsonNode traced = JSON.readTree(written.lines().getFirst());
            assertEquals("m", traced.get("message_id").asText());
            assertEquals(TRACE, traced.get("trace_id").asText());
            assertFalse(JSON.readTree(written.lines().getLast()).has("trace_id"));
        }
    }

    private static DeliveryEvent event(EventKind kind) {
        return DeliveryEvent.newBuilder().setMessageId("m").setKind(kind).setAt(1000).build();
    }
}
