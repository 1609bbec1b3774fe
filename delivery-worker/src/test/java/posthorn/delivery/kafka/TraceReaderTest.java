package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.trace.MemoryTrace;
import posthorn.delivery.trace.TraceStore;
import posthorn.protocol.wire.Authentication;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.runtime.kafka.Topics;

/** Events on their way from the log into the trace. */
class TraceReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.EVENTS, 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryTrace trace = new MemoryTrace();

    @Test
    void everyEventIsAddedAndThenCommitted() {
        offer(event("m1").toByteArray(), event("m2").toByteArray());
        read(trace);
        assertEquals(List.of(event("m1")), trace.of("m1"));
        assertEquals(List.of(event("m2")), trace.of("m2"));
        assertEquals(2, committed());
    }

    @Test
    void whatCannotBeReadIsCountedAndLeftOut() {
        offer(new byte[] {(byte) 0xff, 1}, event("m2").toByteArray());
        read(trace);
        assertEquals(List.of(event("m2")), trace.of("m2"));
        assertEquals(2, committed());
        assertEquals(1, meters.counter("posthorn.trace.skipped").count());
    }

    @Test
    void whatNoStoreTakesIsCountedAndLeftOutAlone() {
        offer(event("m1").toByteArray(), event("m2").toByteArray(), event("m3").toByteArray());
        read(
                new Picky(trace) {
                    @Override
                    public void add(SequencedMap<String, DeliveryEvent> events) {
                        if (events.values().stream().anyMatch(e -> e.getMessageId().equals("m2"))) {
                            throw new EventsRefused("too large", new IllegalStateException());
                        }
                        super.add(events);
                    }
                });
        assertEquals(List.of(event("m1")), trace.of("m1"));
        assertEquals(List.of(), trace.of("m2"));
        assertEquals(List.of(event("m3")), trace.of("m3"));
        assertEquals(3, committed());
        assertEquals(1, meters.counter("posthorn.trace.skipped").count());
    }

    @Test
    void storeThatIsAwayIsAskedAgainBeforeAnythingIsCommitted() {
        AtomicInteger failures = new AtomicInteger(2);
        offer(event("m1").toByteArray());
        read(
                new Picky(trace) {
                    @Override
                    public void add(SequencedMap<String, DeliveryEvent> events) {
                        assertEquals(Map.of(), consumer.committed(Set.of(PARTITION)));
                        if (failures.getAndDecrement() > 0) {
                            throw new AnswerLost("away");
                        }
                        super.add(events);
                    }
                });
        assertEquals(List.of(event("m1")), trace.of("m1"));
        assertEquals(1, committed());
    }

    @Test
    void verdictsAreToldAndNoPartOfTheTrace() {
        List<DeliveryEvent> told = new ArrayList<>();
        Authentication verdict = Authentication.newBuilder().setReverse("pass").build();
        DeliveryEvent.Builder event = event("m1").toBuilder();
        DeliveryEvent accepted = event.setAuthentication(verdict).setDisposition("none").build();
        DeliveryEvent refused = event.setKind(EventKind.REFUSED).setMessageId("").build();
        offer(accepted.toByteArray(), refused.toByteArray());
        read(trace, told::add);
        assertEquals(List.of(accepted, refused), told);
        assertEquals(List.of(event("m1")), trace.of("m1"));
        assertEquals(List.of(), trace.of(""));
        assertEquals(2, committed());
    }

    @Test
    void workerThatStopsCommitsNothingThatWasNotAdded() {
        offer(event("m1").toByteArray());
        TraceReader reader =
                new TraceReader(
                        () -> consumer,
                        Topics.EVENTS,
                        new Picky(trace) {
                            @Override
                            public void add(SequencedMap<String, DeliveryEvent> events) {
                                throw new AnswerLost("away");
                            }
                        },
                        _ -> {},
                        _ -> {
                            throw new WorkerStopped();
                        },
                        meters);
        assertThrows(WorkerStopped.class, () -> reader.read(() -> false));
        assertEquals(true, consumer.closed());
    }

    @Test
    void readerThatIsWokenEndsWithoutWaitingForEvents() {
        TraceReader reader =
                new TraceReader(() -> consumer, Topics.EVENTS, trace, _ -> {}, _ -> {}, meters);
        consumer.schedulePollTask(reader::wakeUp);
        reader.read(() -> false);
        assertEquals(true, consumer.closed());
        reader.wakeUp();
    }

    private long committed() {
        return committed.getFirst();
    }

    private final List<Long> committed = new ArrayList<>();

    private void read(TraceStore into) {
        read(into, _ -> {});
    }

    private void read(TraceStore into, Consumer<DeliveryEvent> verdicts) {
        AtomicInteger turns = new AtomicInteger();
        new TraceReader(() -> consumer, Topics.EVENTS, into, verdicts, _ -> {}, meters)
                .read(() -> {
                    if (turns.incrementAndGet() <= 2) {
                        return false;
                    }
                    committed.add(
                            Objects.requireNonNull(
                                            consumer.committed(Set.of(PARTITION)).get(PARTITION))
                                    .offset());
                    return true;
                });
    }

    private void offer(byte[]... values) {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            for (int offset = 0; offset < values.length; offset++) {
                consumer.addRecord(
                        new ConsumerRecord<>(Topics.EVENTS, 0, offset, "key", values[offset]));
            }
        });
    }

    private static DeliveryEvent event(String message) {
        return DeliveryEvent.newBuilder()
                .setMessageId(message)
                .setKind(EventKind.DELIVERED)
                .setAt(1000)
                .build();
    }

    /** A trace that a test makes refuse something. */
    private static class Picky implements TraceStore {
        private final TraceStore inner;

        Picky(TraceStore inner) {
            this.inner = inner;
        }

        @Override
        public void add(SequencedMap<String, DeliveryEvent> events) {
            inner.add(events);
        }

        @Override
        public List<DeliveryEvent> of(String message) {
            return inner.of(message);
        }

        @Override
        public Map<String, List<DeliveryEvent>> of(Collection<String> messages) {
            return inner.of(messages);
        }

        @Override
        public List<String> withHeader(String messageIdField) {
            return inner.withHeader(messageIdField);
        }

        @Override
        public void expire(long before) {
            inner.expire(before);
        }
    }
}
