package posthorn.delivery.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import posthorn.delivery.kafka.DeliveryStates.Message;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;
import posthorn.runtime.kafka.Topics;

/**
 * The ledger: reads {@code mail.accepted} once more, behind the workers, and wants every recipient
 * to be in a state. What is in none although the workers have acknowledged the record is counted
 * and told to the operator, and keeps the log from being cut below it.
 *
 * <p>For one thread, except {@link #missing}.
 */
public final class LedgerReader {

    private static final Logger LOG = Logger.getLogger(LedgerReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int BATCH = 500;
    private static final int GATHERED = 256 * 1024;

    /**
     * Times and limits.
     *
     * @param settle age of a record before its end is looked for
     * @param trim how often the log is cut
     * @param remembered records without an end before reading pauses
     */
    public record Limits(Duration settle, Duration trim, int remembered) {}

    private record Open(Message message, long at) {}

    private final String servers;
    private final DeliveryStates deliveryStates;
    private final Limits limits;
    private final PartitionOffsets positions = new PartitionOffsets("the ledger");
    private final Map<TopicPartition, NavigableMap<Long, Open>> open = new HashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final Map<String, Long> alarmed = new HashMap<>();
    private volatile int missing;
    private long lookedAt;
    private long trimmedAt = System.nanoTime();

    /** Over the log at {@code servers}. */
    LedgerReader(String servers, DeliveryStates deliveryStates, Limits limits) {
        this.servers = servers;
        this.deliveryStates = deliveryStates;
        this.limits = limits;
    }

    /** A ledger over its three sources. */
    public static LedgerReader create(
            String servers,
            posthorn.delivery.mongo.MongoTrace trace,
            posthorn.delivery.mongo.MongoQueue queue,
            posthorn.delivery.api.MailboxApiDelivery mailboxes,
            Limits limits) {
        return new LedgerReader(servers, new DeliveryStates(trace, queue, mailboxes), limits);
    }

    /** Messages that are in no state. Safe for all threads. */
    public int missing() {
        return missing;
    }

    /** Reads until {@code stopping}; blocking. */
    public void read(BooleanSupplier stopping) {
        try (KafkaConsumer<String, byte[]> consumer =
                        ConsumerGroups.open(
                                servers, ConsumerGroups.LEDGER, "none", BATCH, GATHERED);
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            consumer.subscribe(List.of(Topics.ACCEPTED), new Assignment(consumer));
            while (!stopping.getAsBoolean()) {
                consumer.poll(POLL).forEach(this::remember);
                if (System.nanoTime() - lookedAt > LOOK_EVERY.toNanos()) {
                    look(consumer, admin);
                    lookedAt = System.nanoTime();
                }
            }
        }
    }

    private void look(KafkaConsumer<String, byte[]> consumer, Admin admin) {
        try {
            positions.look(consumer);
            Map<TopicPartition, OffsetAndMetadata> acknowledged =
                    admin.listConsumerGroupOffsets(ConsumerGroups.WORKERS)
                            .partitionsToOffsetAndMetadata()
                            .get();
            settle(acknowledged);
            commit(consumer);
            if (System.nanoTime() - trimmedAt > limits.trim().toNanos()) {
                trim(consumer, admin, acknowledged);
                trimmedAt = System.nanoTime();
            }
            hold(consumer);
        } catch (AnswerLost | ExecutionException | KafkaException e) {
            LOG.debugf("the ledger waits: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reading pauses when too much is remembered; the group's membership goes on. */
    private void hold(KafkaConsumer<String, byte[]> consumer) {
        int remembered = open.values().stream().mapToInt(Map::size).sum();
        if (remembered >= limits.remembered()) {
            consumer.pause(consumer.assignment());
        } else {
            List<TopicPartition> wanted = new ArrayList<>(consumer.assignment());
            wanted.removeAll(positions.stopped());
            consumer.resume(wanted);
        }
    }

    private void remember(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Message message;
        try {
            AcceptedMail mail = AcceptedMail.parseFrom(record.value());
            List<String> accounts =
                    mail.getRecipientsList().stream().map(MailRecipient::getAccount).toList();
            message = new Message(mail.getId(), accounts);
        } catch (InvalidProtocolBufferException e) {
            String standIn = "unreadable-" + record.partition() + "-" + record.offset();
            message = new Message(standIn, List.of());
        }
        open.computeIfAbsent(partition, _ -> new TreeMap<>())
                .put(record.offset(), new Open(message, record.timestamp()));
        read.put(partition, record.offset() + 1);
    }

    private void settle(Map<TopicPartition, OffsetAndMetadata> acknowledged) {
        long old = System.currentTimeMillis() - limits.settle().toMillis();
        int without = 0;
        for (Map.Entry<TopicPartition, NavigableMap<Long, Open>> entry : open.entrySet()) {
            OffsetAndMetadata below = acknowledged.get(entry.getKey());
            if (below != null) {
                without += settle(entry.getValue().headMap(below.offset(), false), old);
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
            Set<String> settled =
                    deliveryStates.settled(some.stream().map(e -> e.getValue().message()).toList());
            for (Map.Entry<Long, Open> each : some) {
                String id = each.getValue().message().id();
                if (settled.contains(id)) {
                    candidates.remove(each.getKey());
                    alarmed.remove(id);
                } else {
                    without++;
                    alarm(id, each.getKey());
                }
            }
        }
        return without;
    }

    private void alarm(String id, long offset) {
        if (alarmed.putIfAbsent(id, offset) == null) {
            LOG.errorf(
                    "ALARM: message %s (offset %d of %s) was acknowledged, but a recipient of it is in no"
                            + " state: look into its trace; the log keeps it",
                    id, offset, Topics.ACCEPTED);
        }
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        read.forEach((partition, next) -> {
            NavigableMap<Long, Open> left = open.getOrDefault(partition, new TreeMap<>());
            done.put(partition, new OffsetAndMetadata(left.isEmpty() ? next : left.firstKey()));
        });
        if (!done.isEmpty()) {
            consumer.commitSync(done);
        }
    }

    private void trim(
            KafkaConsumer<String, byte[]> consumer,
            Admin admin,
            Map<TopicPartition, OffsetAndMetadata> acknowledged)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> below = new HashMap<>();
        consumer.committed(consumer.assignment())
                .forEach((partition, own) -> {
                    OffsetAndMetadata workers = acknowledged.get(partition);
                    if (own != null && workers != null) {
                        below.put(
                                partition,
                                RecordsToDelete.beforeOffset(
                                        Math.min(own.offset(), workers.offset())));
                    }
                });
        admin.deleteRecords(below).all().get();
    }

    private final class Assignment implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> consumer;

        Assignment(KafkaConsumer<String, byte[]> consumer) {
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
        }

        private void forget(Collection<TopicPartition> partitions) {
            open.keySet().removeAll(partitions);
            read.keySet().removeAll(partitions);
        }
    }
}
