package posthorn.delivery.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.dispatch.UnreadableRecord;
import posthorn.delivery.ledger.LedgerCheck;
import posthorn.delivery.ledger.LedgerCheck.Accepted;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

/**
 * The ledger: reads {@code mail.accepted} once more, behind the workers, and wants every recipient
 * to be in a state. What is in none although the workers have acknowledged the record is counted
 * and told to the operator, and keeps the log from being cut below it. What queue and account logs
 * know and the trace does not is added to the trace, and counted.
 *
 * <p>For one thread, except {@link #missing} and {@link #wakeUp}.
 */
public final class LedgerReader {

    private static final Logger LOG = Logger.getLogger(LedgerReader.class);
    private static final int BATCH = 500;

    /**
     * Without a record whose end is looked for, only the position and the chores are seen to, each
     * so-many-th time.
     */
    private static final int REST_LOOK_OF = 15;

    /**
     * Times and limits.
     *
     * @param look how often ends are looked for, at least
     * @param settle age of a record before its end is looked for in the trace
     * @param repair age of a record before queue and account logs are asked as well
     * @param trim how often the log is cut
     * @param remembered records without an end before reading pauses
     * @param rememberedOctets octets of those records, without their bodies, before reading pauses
     */
    public record Limits(
            Duration look,
            Duration settle,
            Duration repair,
            Duration trim,
            int remembered,
            long rememberedOctets) {}

    private record Open(Accepted message, long at, int octets) {}

    private final LogClients clients;
    private final LedgerCheck check;
    private final LedgerChores chores;
    private final Limits limits;
    private final InstantSource clock;
    private final Counter repaired;
    private final LogLag lag;
    private final PartitionOffsets positions = new PartitionOffsets("the ledger");
    private final Map<TopicPartition, NavigableMap<Long, Open>> open = new HashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final Map<String, Long> alarmed = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<TopicPartition, Long> cut = new HashMap<>();
    private volatile @Nullable Consumer<String, byte[]> reading;
    private volatile int missing;
    private long lookedAt = System.nanoTime();
    private long trimmedAt = System.nanoTime();

    /**
     * A ledger over the log.
     *
     * @param clients open the connections to the log
     * @param check says which messages are settled
     * @param chores what is done beside, now and then
     * @param meters counts the events that were added to the trace
     */
    LedgerReader(
            LogClients clients,
            LedgerCheck check,
            LedgerChores chores,
            Limits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.clients = clients;
        this.check = check;
        this.chores = chores;
        this.limits = limits;
        this.clock = clock;
        this.lag = new LogLag(meters);
        this.repaired =
                Counter.builder("posthorn.ledger.repaired")
                        .description("Events that the trace lacked and the ledger added")
                        .register(meters);
    }

    /** A ledger over the log; see the constructor. */
    public static LedgerReader create(
            KafkaConnection kafka,
            LedgerCheck check,
            LedgerChores chores,
            Limits limits,
            InstantSource clock,
            MeterRegistry meters) {
        return new LedgerReader(LogClients.of(kafka), check, chores, limits, clock, meters);
    }

    /** Whether this worker, of all of them, tells of the queue as a whole. Safe for all threads. */
    public boolean speaksForAll() {
        return lag.hasFirst();
    }

    /** Messages that are in no state. Safe for all threads. */
    public int missing() {
        return missing;
    }

    /** Reads until {@code stopping}; blocking. */
    public void read(BooleanSupplier stopping) {
        open.clear();
        read.clear();
        committed.clear();
        cut.clear();
        try (Consumer<String, byte[]> consumer = clients.consumer();
                LogOffsets offsets = clients.offsets()) {
            consumer.subscribe(List.of(clients.accepted()), new Assignment(consumer));
            reading = consumer;
            while (!stopping.getAsBoolean()) {
                ConsumerRecords<String, byte[]> records = consumer.poll(untilLook());
                PeriodicTask.goesOn();
                records.forEach(this::remember);
                ConsumerGroups.gather(records.count(), LogClients.BATCH);
                if (untilLook().isZero()) {
                    look(consumer, offsets);
                    lookedAt = System.nanoTime();
                }
            }
        } catch (WakeupException e) {
            LOG.debug("the ledger ends", e);
        } finally {
            lag.end();
            reading = null;
        }
    }

    /** Ends the wait for records, and the reading with it. Safe for all threads. */
    public void wakeUp() {
        Consumer<String, byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private Duration untilLook() {
        Duration every =
                remembered() == 0 ? limits.look().multipliedBy(REST_LOOK_OF) : limits.look();
        long left = every.toNanos() - (System.nanoTime() - lookedAt);
        return Duration.ofNanos(Math.max(0, left));
    }

    private void look(Consumer<String, byte[]> consumer, LogOffsets offsets) {
        try {
            positions.look(consumer);
            Map<TopicPartition, Long> acknowledged = offsets.committed(ConsumerGroups.WORKERS);
            lag.look(consumer, acknowledged);
            settle(acknowledged);
            commit(consumer);
            if (System.nanoTime() - trimmedAt > limits.trim().toNanos()) {
                trim(consumer, offsets, acknowledged);
                trimmedAt = System.nanoTime();
            }
            hold(consumer);
            if (lag.hasFirst()) {
                repaired.increment(chores.run(offsets, clock.millis()));
            }
        } catch (AnswerLost | KafkaException e) {
            LOG.debugf("the ledger waits: %s", e.getMessage());
        }
    }

    /** Reading pauses when too much is remembered; the group's membership goes on. */
    private void hold(Consumer<String, byte[]> consumer) {
        long octets =
                open.values().stream()
                        .flatMap(records -> records.values().stream())
                        .mapToLong(Open::octets)
                        .sum();
        if (remembered() >= limits.remembered() || octets >= limits.rememberedOctets()) {
            consumer.pause(consumer.assignment());
        } else {
            List<TopicPartition> wanted = new ArrayList<>(consumer.assignment());
            wanted.removeAll(positions.stopped());
            consumer.resume(wanted);
        }
    }

    private int remembered() {
        return open.values().stream().mapToInt(Map::size).sum();
    }

    private void remember(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        String standIn = UnreadableRecord.standIn(record.partition(), record.offset());
        AcceptedMail mail = mail(record);
        open.computeIfAbsent(partition, _ -> new TreeMap<>())
                .put(
                        record.offset(),
                        new Open(
                                new Accepted(mail, standIn),
                                record.timestamp(),
                                mail.getSerializedSize()));
        read.put(partition, record.offset() + 1);
    }

    /** Without its body; empty: it cannot be read, and the worker holds a stand-in. */
    private static AcceptedMail mail(ConsumerRecord<String, byte[]> record) {
        try {
            return record.value() == null
                    ? AcceptedMail.getDefaultInstance()
                    : AcceptedMail.parseFrom(record.value()).toBuilder().clearInline().build();
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            return AcceptedMail.getDefaultInstance();
        }
    }

    private void settle(Map<TopicPartition, Long> acknowledged) {
        long old = clock.millis() - limits.settle().toMillis();
        int without = 0;
        for (Map.Entry<TopicPartition, NavigableMap<Long, Open>> entry : open.entrySet()) {
            Long below = acknowledged.get(entry.getKey());
            if (below != null) {
                without += settle(entry.getValue().headMap(below, false), old);
            }
        }
        missing = without;
    }

    /** Removes those that are in a state; how many old ones are in none. */
    private int settle(NavigableMap<Long, Open> candidates, long old) {
        List<Map.Entry<Long, Open>> aged =
                candidates.entrySet().stream().filter(e -> e.getValue().at() <= old).toList();
        int without = 0;
        for (int start = 0; start < aged.size(); start += BATCH) {
            List<Map.Entry<Long, Open>> some =
                    List.copyOf(aged.subList(start, Math.min(aged.size(), start + BATCH)));
            Set<String> settled = settledOf(some.stream().map(Map.Entry::getValue).toList());
            for (Map.Entry<Long, Open> each : some) {
                String id = each.getValue().message().id();
                if (settled.contains(id)) {
                    candidates.remove(each.getKey());
                    alarmed.remove(id);
                } else if (old(each.getValue())) {
                    without++;
                    alarm(id, each.getKey());
                }
            }
        }
        return without;
    }

    /** Old enough that its events are not on their way any more. */
    private boolean old(Open record) {
        return record.at() <= clock.millis() - limits.repair().toMillis();
    }

    private Set<String> settledOf(List<Open> records) {
        List<Accepted> all = records.stream().map(Open::message).toList();
        Set<String> settled = new HashSet<>(check.shown(all));
        List<Accepted> left =
                records.stream()
                        .filter(record -> old(record) && !settled.contains(record.message().id()))
                        .map(Open::message)
                        .toList();
        if (!left.isEmpty()) {
            settled.addAll(settled(left));
        }
        return settled;
    }

    /** One message that cannot be checked does not keep the others from being settled. */
    private Set<String> settled(List<Accepted> messages) {
        try {
            return checked(messages);
        } catch (AnswerLost e) {
            throw e;
        } catch (RuntimeException e) {
            Set<String> settled = new HashSet<>();
            if (messages.size() == 1) {
                LOG.errorf(e, "message %s cannot be checked", messages.getFirst().id());
            } else {
                messages.forEach(message -> settled.addAll(settled(List.of(message))));
            }
            return settled;
        }
    }

    private Set<String> checked(List<Accepted> messages) {
        LedgerCheck.Found found = check.check(messages, clock.millis());
        repaired.increment(found.repaired());
        return found.settled();
    }

    private void alarm(String id, long offset) {
        if (alarmed.putIfAbsent(id, offset) == null) {
            LOG.errorf(
                    "ALARM: message %s (offset %d of %s) was acknowledged, but a recipient of it is"
                            + " in no state: look into its trace; the log keeps it",
                    id, offset, Topics.ACCEPTED);
        }
    }

    private void commit(Consumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        read.forEach((partition, next) -> {
            NavigableMap<Long, Open> left = open.getOrDefault(partition, new TreeMap<>());
            done.put(partition, new OffsetAndMetadata(left.isEmpty() ? next : left.firstKey()));
        });
        done.entrySet().removeIf(each -> each.getValue().equals(committed.get(each.getKey())));
        if (!done.isEmpty()) {
            consumer.commitSync(done);
            committed.putAll(done);
        }
    }

    private void trim(
            Consumer<String, byte[]> consumer,
            LogOffsets offsets,
            Map<TopicPartition, Long> acknowledged) {
        Map<TopicPartition, Long> below = new HashMap<>();
        consumer.committed(consumer.assignment())
                .forEach((partition, own) -> {
                    Long workers = acknowledged.get(partition);
                    if (own != null && workers != null) {
                        below.put(partition, Math.min(own.offset(), workers));
                    }
                });
        below.entrySet().removeIf(each -> each.getValue().equals(cut.get(each.getKey())));
        if (!below.isEmpty()) {
            offsets.cut(below);
            cut.putAll(below);
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> consumer;

        Assignment(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            positions.begin(consumer, partitions);
            lag.assigned(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            lag.revoked(partitions);
            open.keySet().removeAll(partitions);
            read.keySet().removeAll(partitions);
            committed.keySet().removeAll(partitions);
            cut.keySet().removeAll(partitions);
        }
    }
}
