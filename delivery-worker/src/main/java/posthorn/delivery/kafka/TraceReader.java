package posthorn.delivery.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.dispatch.Backoff;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.trace.TraceStore;
import posthorn.delivery.trace.TraceStore.EventsRefused;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

/**
 * Brings {@code mail.events} into the trace, in batches. Its position is committed behind what was
 * written; what is written twice is one event.
 */
public final class TraceReader {

    private static final Logger LOG = Logger.getLogger(TraceReader.class);
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final int BATCH = 1000;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final String topic;
    private final TraceStore trace;
    private final java.util.function.Consumer<DeliveryEvent> verdicts;
    private final Backoff backoff;
    private final Counter skipped;
    private volatile @Nullable Consumer<String, byte[]> reading;

    /**
     * From a log.
     *
     * @param verdicts is told of each event, also of those that are no part of any trace
     * @param meters counts the events that no store will take
     */
    public TraceReader(
            KafkaConnection kafka,
            TraceStore trace,
            java.util.function.Consumer<DeliveryEvent> verdicts,
            Backoff backoff,
            MeterRegistry meters) {
        this(
                () -> ConsumerGroups.open(kafka, ConsumerGroups.TRACE, "earliest", BATCH),
                kafka.named(Topics.EVENTS),
                trace,
                verdicts,
                backoff,
                meters);
    }

    TraceReader(
            Supplier<Consumer<String, byte[]>> consumers,
            String topic,
            TraceStore trace,
            java.util.function.Consumer<DeliveryEvent> verdicts,
            Backoff backoff,
            MeterRegistry meters) {
        this.consumers = consumers;
        this.topic = topic;
        this.trace = trace;
        this.verdicts = verdicts;
        this.backoff = backoff;
        this.skipped =
                Counter.builder("posthorn.trace.skipped")
                        .description("Events that cannot be shown in a trace")
                        .register(meters);
    }

    /** Reads until {@code stopping}; blocking. */
    public void read(BooleanSupplier stopping) {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            consumer.subscribe(List.of(topic));
            reading = consumer;
            while (!stopping.getAsBoolean()) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                PeriodicTask.goesOn();
                if (!records.isEmpty()) {
                    SequencedMap<String, DeliveryEvent> events = events(records);
                    if (!events.isEmpty()) {
                        add(events);
                    }
                    consumer.commitSync();
                }
                ConsumerGroups.gather(records.count(), BATCH);
            }
        } catch (WakeupException e) {
            LOG.debug("the reader of the trace ends", e);
        } finally {
            reading = null;
        }
    }

    /** Ends the wait for events, and the reading with it. Safe for all threads. */
    public void wakeUp() {
        Consumer<String, byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Adds them all; those that no store will take are told of and left out. */
    private void add(SequencedMap<String, DeliveryEvent> events) {
        for (int failures = 1; ; failures++) {
            try {
                trace.add(events);
                return;
            } catch (AnswerLost e) {
                backoff.after(failures);
            } catch (EventsRefused e) {
                refused(events, e);
                return;
            }
        }
    }

    private void refused(SequencedMap<String, DeliveryEvent> events, EventsRefused why) {
        if (events.size() > 1) {
            events.forEach((position, event) -> add(new LinkedHashMap<>(Map.of(position, event))));
        } else {
            skip(events.firstEntry().getKey(), why);
        }
    }

    private void skip(String position, Exception why) {
        skipped.increment();
        LOG.errorf(why, "ALARM: the event at %s is left out of the trace", position);
    }

    private SequencedMap<String, DeliveryEvent> events(ConsumerRecords<String, byte[]> records) {
        SequencedMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                DeliveryEvent event = DeliveryEvent.parseFrom(record.value());
                verdicts.accept(event);
                if (event.getKind() != EventKind.REFUSED) {
                    events.put(record.partition() + "/" + record.offset(), shown(event));
                }
            } catch (InvalidProtocolBufferException e) {
                skip(record.partition() + "/" + record.offset(), e);
            }
        }
        return events;
    }

    /** Without what the trace does not keep. */
    private static DeliveryEvent shown(DeliveryEvent event) {
        return event.hasAuthentication()
                ? event.toBuilder().clearAuthentication().clearDisposition().build()
                : event;
    }
}
