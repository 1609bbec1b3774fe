package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import posthorn.delivery.ledger.LedgerCheck;
import posthorn.delivery.ledger.TransitInventory;
import posthorn.delivery.ledger.TransitSweep;
import posthorn.delivery.queue.MemoryQueue;
import posthorn.delivery.trace.MemoryTrace;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;
import posthorn.runtime.kafka.Topics;

/** The ledger over a log that a test writes. */
class LedgerReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.ACCEPTED, 0);
    private static final long NOW = Duration.ofDays(100).toMillis();
    private static final long LONG_AGO = NOW - Duration.ofMinutes(5).toMillis();

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryTrace trace = new MemoryTrace();
    private final MemoryQueue queue = new MemoryQueue();
    private final Set<String> stored = new HashSet<>();
    private final Map<TopicPartition, Long> cut = new HashMap<>();
    private final List<Long> swept = new ArrayList<>();
    private long workers = Long.MAX_VALUE;
    private long committed = -1;
    private int cuts;

    private final LedgerCheck check =
            new LedgerCheck(
                    trace, queue, (account, keys) -> keys.stream().map(stored::contains).toList());
    private final LedgerReader ledger =
            new LedgerReader(
                    new Clients(),
                    check,
                    new LedgerChores(
                            check,
                            queue,
                            new TransitSweep(new Inventory(), queue),
                            new LedgerChores.Times(
                                    Duration.ofMinutes(1),
                                    Duration.ofHours(1),
                                    Duration.ofDays(1),
                                    Duration.ofSeconds(1))),
                    new LedgerReader.Limits(
                            Duration.ZERO,
                            Duration.ofSeconds(10),
                            Duration.ofMinutes(1),
                            Duration.ZERO,
                            100,
                            1 << 20),
                    InstantSource.fixed(Instant.ofEpochMilli(NOW)),
                    meters);

    @Test
    void whatTheTraceShowsIsSettledAndTheLogIsCutBelow() {
        tell("m0");
        tell("m1");
        read(List.of(mail("m0"), mail("m1")), LONG_AGO);
        assertEquals(0, ledger.missing());
        assertEquals(2, committed);
        assertEquals(Map.of(PARTITION, 2L), cut);
    }

    @Test
    void whatOnlyTheAccountKnowsIsAddedToTheTraceAndCounted() {
        stored.add("m0/0");
        read(List.of(mail("m0")), LONG_AGO);
        assertEquals(0, ledger.missing());
        assertEquals(
                List.of(EventKind.ACCEPTED, EventKind.DELIVERED),
                trace.of("m0").stream().map(DeliveryEvent::getKind).toList());
        assertEquals(2, meters.counter("posthorn.ledger.repaired").count());
    }

    @Test
    void whatIsInNoStateIsMissingAndKeepsTheLog() {
        tell("m0");
        tell("m2");
        read(List.of(mail("m0"), mail("m1"), mail("m2")), LONG_AGO);
        assertEquals(1, ledger.missing());
        assertEquals(1, committed);
        assertEquals(Map.of(PARTITION, 1L), cut);
    }

    @Test
    void whatTheWorkersHaveNotAcknowledgedIsNotLookedFor() {
        workers = 1;
        tell("m0");
        read(List.of(mail("m0"), mail("m1")), LONG_AGO);
        assertEquals(0, ledger.missing());
        assertEquals(1, committed);
        assertEquals(Map.of(PARTITION, 1L), cut);
    }

    @Test
    void whatIsYoungMayStillBeOnItsWay() {
        stored.add("m0/0");
        read(List.of(mail("m0")), NOW - Duration.ofSeconds(20).toMillis());
        assertEquals(0, ledger.missing());
        assertEquals(0, committed);
        assertEquals(List.of(), trace.of("m0"));
    }

    @Test
    void recordThatCannotBeReadIsSettledByItsStandIn() {
        read(List.of(new byte[] {(byte) 0xff, 1}), LONG_AGO);
        assertEquals(1, ledger.missing());
    }

    @Test
    void transitBodiesAreSweptADayBehindWhatAllHaveRead() {
        tell("m0");
        read(List.of(mail("m0")), LONG_AGO);
        assertEquals(List.of(NOW - Duration.ofDays(1).toMillis()), swept);
    }

    @Test
    void whatIsKnownAlreadyIsNeitherCommittedNorCutAgain() {
        tell("m0");
        read(List.of(mail("m0")), LONG_AGO);
        assertEquals(1, cuts);
        assertEquals(1, committed);
    }

    @Test
    void ledgerThatIsWokenEndsWithoutWaitingForRecords() {
        consumer.schedulePollTask(ledger::wakeUp);
        ledger.read(() -> false);
        assertEquals(true, consumer.closed());
        ledger.wakeUp();
    }

    private void tell(String id) {
        LinkedHashMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        events.put(
                "0/" + id,
                DeliveryEvent.newBuilder()
                        .setMessageId(id)
                        .setKind(EventKind.DELIVERED)
                        .setAt(LONG_AGO)
                        .build());
        trace.add(events);
    }

    private static byte[] mail(String id) {
        return AcceptedMail.newBuilder()
                .setId(id)
                .addRecipients(
                        MailRecipient.newBuilder().setAddress("a@near.test").setAccount("account"))
                .setInline(ByteString.copyFromUtf8("x"))
                .build()
                .toByteArray();
    }

    /** Reads the records in one turn, looks, reads nothing in the next one, looks, and stops. */
    private void read(List<byte[]> records, long at) {
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
            consumer.rebalance(List.of(PARTITION));
            consumer.seek(PARTITION, 0);
            for (int offset = 0; offset < records.size(); offset++) {
                consumer.addRecord(record(offset, at, records.get(offset)));
            }
        });
        AtomicInteger turns = new AtomicInteger();
        ledger.read(() -> turns.incrementAndGet() > 4);
    }

    private static ConsumerRecord<String, byte[]> record(long offset, long at, byte[] value) {
        return new ConsumerRecord<>(
                Topics.ACCEPTED,
                0,
                offset,
                at,
                TimestampType.CREATE_TIME,
                3,
                value.length,
                "key",
                value,
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                java.util.Optional.empty());
    }

    private final class Clients implements LogClients {
        @Override
        public String accepted() {
            return Topics.ACCEPTED;
        }

        @Override
        public Consumer<String, byte[]> consumer() {
            return consumer;
        }

        @Override
        public LogOffsets offsets() {
            return new LogOffsets() {
                @Override
                public Map<TopicPartition, Long> committed(String group) {
                    if (group.equals(ConsumerGroups.WORKERS)) {
                        return Map.of(PARTITION, workers);
                    }
                    committed =
                            Objects.requireNonNull(
                                            consumer.committed(Set.of(PARTITION)).get(PARTITION))
                                    .offset();
                    return Map.of(PARTITION, committed);
                }

                @Override
                public Map<TopicPartition, Long> ends() {
                    return consumer.endOffsets(Set.of(PARTITION));
                }

                @Override
                public void cut(Map<TopicPartition, Long> below) {
                    cut.putAll(below);
                    cuts++;
                }

                @Override
                public void close() {}
            };
        }
    }

    private final class Inventory implements TransitInventory {
        @Override
        public List<Stored> storedBefore(long before, String after, int limit) {
            swept.add(before);
            return List.of();
        }

        @Override
        public void drop(String name) {}
    }
}
