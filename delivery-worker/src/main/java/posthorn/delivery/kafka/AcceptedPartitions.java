package posthorn.delivery.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading of {@code mail.accepted} begins: where the group left off; for a group that never
 * read, at the log's start. A position outside of the log is an alarm and never a jump.
 *
 * <p>It also knows which records another worker may have had before: those that stood on the log
 * when the partition came to this worker.
 */
@ApplicationScoped
@Identifier("accepted-log")
public class AcceptedPartitions implements KafkaConsumerRebalanceListener {

    private final Map<TopicPartition, Long> seenBelow = new ConcurrentHashMap<>();
    private final PartitionOffsets positions = new PartitionOffsets("the workers");

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        seenBelow.putAll(consumer.endOffsets(partitions));
        positions.begin(consumer, partitions);
    }

    /** Whether another worker may have had the record. */
    public boolean maybeSeen(ConsumerRecord<?, ?> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Long end = seenBelow.get(partition);
        return end == null || record.offset() < end;
    }

    /** Partitions that are not read because the group's position is outside of the log. */
    public Collection<TopicPartition> stopped() {
        return positions.stopped();
    }

    /** Looks again, on the polling thread: a partition that was stopped stays so. */
    void look(Consumer<?, ?> consumer) {
        positions.look(consumer);
    }
}
