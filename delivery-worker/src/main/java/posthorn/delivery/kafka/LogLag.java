package posthorn.delivery.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far workers and ledger are behind the end of {@code mail.accepted}, in records, as {@code
 * posthorn.log.lag}. Each ledger tells it of its own partitions, so that the sum over pods is true,
 * and it is told, too, when no worker reads. Safe for all threads.
 */
final class LogLag {

    private volatile long workers;
    private volatile long ledger;
    private volatile boolean first;

    LogLag(MeterRegistry meters) {
        gauge(meters, ConsumerGroups.WORKERS, () -> workers);
        gauge(meters, ConsumerGroups.LEDGER, () -> ledger);
    }

    private static void gauge(MeterRegistry meters, String group, Supplier<Number> lag) {
        Gauge.builder("posthorn.log.lag", lag)
                .description("Records of the log that a group has not acknowledged yet")
                .tag("group", group)
                .strongReference(true)
                .register(meters);
    }

    /** Looks at the partitions that the ledger has now; asks the brokers. */
    void look(Consumer<?, ?> consumer, Map<TopicPartition, Long> acknowledged) {
        Set<TopicPartition> mine = consumer.assignment();
        first = hasFirst(mine);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(mine);
        long behindWorkers = 0;
        long behindLedger = 0;
        for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(mine).entrySet()) {
            long begin = begins.getOrDefault(end.getKey(), 0L);
            long taken = acknowledged.getOrDefault(end.getKey(), begin);
            behindWorkers += Math.max(0, end.getValue() - taken);
            behindLedger += Math.max(0, end.getValue() - consumer.position(end.getKey()));
        }
        workers = behindWorkers;
        ledger = behindLedger;
    }

    /** These partitions have come to this ledger. */
    void assigned(Collection<TopicPartition> partitions) {
        first |= hasFirst(partitions);
    }

    /** These have gone to others. */
    void revoked(Collection<TopicPartition> partitions) {
        first &= !hasFirst(partitions);
    }

    /** The ledger reads one topic. */
    private static boolean hasFirst(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(each -> each.partition() == 0);
    }

    /** Whether the first partition is read here: of all workers one, which speaks for all. */
    boolean hasFirst() {
        return first;
    }

    /** Nothing is read here any more. */
    void end() {
        first = false;
        workers = 0;
        ledger = 0;
    }
}
