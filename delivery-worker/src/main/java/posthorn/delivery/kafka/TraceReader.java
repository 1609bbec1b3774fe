package posthorn.delivery.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.Backoff;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.runtime.kafka.Topics;

/**
 * Brings {@code mail.events} into the trace, in batches. Its position is committed behind what was
 * written; what is written twice is one event.
 */
public final class TraceReader {

    private static final Logger LOG = Logger.getLogger(TraceReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int BATCH = 1000;

    /** Octets of events that are waited for a moment, so that those of a message come together. */
    private static final int GATHERED = 64 * 1024;

    private final String servers;
    private final MongoTrace trace;
    private final Backoff pause;

    /** From the log at {@code servers}. */
    public TraceReader(String servers, MongoTrace trace, Backoff pause) {
        this.servers = servers;
        this.trace = trace;
        this.pause = pause;
    }

    /** Reads until {@code stopping}; blocking. */
    public void read(BooleanSupplier stopping) {
        try (KafkaConsumer<String, byte[]> consumer =
                ConsumerGroups.open(servers, ConsumerGroups.TRACE, "earliest", BATCH, GATHERED)) {
            consumer.subscribe(List.of(Topics.EVENTS));
            while (!stopping.getAsBoolean()) {
                SequencedMap<String, DeliveryEvent> events = events(consumer.poll(POLL));
                if (!events.isEmpty()) {
                    add(events);
                    consumer.commitSync();
                }
            }
        }
    }

    private void add(SequencedMap<String, DeliveryEvent> events) {
        for (int failures = 1; ; failures++) {
            try {
                trace.add(events);
                return;
            } catch (AnswerLost e) {
                pause.after(failures);
            }
        }
    }

    private static SequencedMap<String, DeliveryEvent> events(
            ConsumerRecords<String, byte[]> records) {
        SequencedMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                events.put(
                        record.partition() + "/" + record.offset(),
                        DeliveryEvent.parseFrom(record.value()));
            } catch (InvalidProtocolBufferException e) {
                LOG.warnf("an event at %d/%d cannot be read", record.partition(), record.offset());
            }
        }
        return events;
    }
}
