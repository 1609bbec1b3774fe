package posthorn.delivery.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Positions of a group without {@code auto.offset.reset}: a group that never read a partition first
 * commits the log's start; one whose position is outside of the log does not read the partition,
 * and an alarm says so until an operator has decided.
 *
 * <p>For the consumer's thread, except {@link #stopped}.
 */
final class PartitionOffsets {

    private static final Logger LOG = Logger.getLogger(PartitionOffsets.class);

    private final String readers;
    private final Set<TopicPartition> stopped = ConcurrentHashMap.newKeySet();

    /**
     * None yet.
     *
     * @param readers who reads, for people
     */
    PartitionOffsets(String readers) {
        this.readers = readers;
    }

    /** Partitions that are not read. */
    Collection<TopicPartition> stopped() {
        return Set.copyOf(stopped);
    }

    /** To be called when partitions are assigned, before they are read. */
    void begin(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        stopped.retainAll(consumer.assignment());
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> deliveryStates = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndMetadata> known =
                consumer.committed(new HashSet<>(partitions));
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = known.get(partition);
            long start = starts.getOrDefault(partition, 0L);
            if (position == null) {
                first.put(partition, new OffsetAndMetadata(start));
            } else if (position.offset() < start
                    || position.offset() > deliveryStates.getOrDefault(partition, Long.MAX_VALUE)) {
                stop(partition, position.offset(), start);
            } else {
                stopped.remove(partition);
            }
        }
        if (!first.isEmpty()) {
            consumer.commitSync(first);
            first.forEach((partition, start) -> consumer.seek(partition, start.offset()));
        }
        consumer.pause(stopped);
    }

    /** Whether positions are inside of the log still; what is stopped stays so. */
    void look(Consumer<?, ?> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        stopped.retainAll(assigned);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(assigned);
        for (TopicPartition partition : assigned) {
            if (!stopped.contains(partition)) {
                long start = starts.getOrDefault(partition, 0L);
                long position = consumer.position(partition);
                if (position < start) {
                    stop(partition, position, start);
                }
            }
        }
        consumer.pause(stopped);
    }

    private void stop(TopicPartition partition, long position, long start) {
        stopped.add(partition);
        LOG.errorf(
                "ALARM: %s stand at offset %d of %s, but the log begins at %d: records may be lost. The"
                        + " partition is not read until an operator sets the group's offset",
                readers, position, partition, start);
    }
}
