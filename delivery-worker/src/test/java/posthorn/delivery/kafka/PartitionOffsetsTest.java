package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import posthorn.runtime.kafka.Topics;

/** Where reading begins, and that a position outside of the log is never a jump. */
class PartitionOffsetsTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.ACCEPTED, 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    private final PartitionOffsets offsets = new PartitionOffsets("the test");

    @Test
    void groupThatNeverReadBeginsAtTheStartAndSaysSo() {
        assign(5, 20);
        offsets.begin(consumer, List.of(PARTITION));
        assertEquals(5, consumer.position(PARTITION));
        assertEquals(
                Map.of(PARTITION, new OffsetAndMetadata(5)), consumer.committed(Set.of(PARTITION)));
        assertEquals(Set.of(), offsets.stopped());
    }

    @Test
    void groupThatReadGoesOnWhereItLeftOff() {
        assign(5, 20);
        committed(12);
        offsets.begin(consumer, List.of(PARTITION));
        assertEquals(Set.of(), offsets.stopped());
        assertEquals(Set.of(), consumer.paused());
    }

    @Test
    void positionBeforeOrBehindTheLogStopsThePartitionUntilSomebodyDecides() {
        assign(5, 20);
        for (long outside : new long[] {4, 21}) {
            committed(outside);
            offsets.begin(consumer, List.of(PARTITION));
            assertEquals(Set.of(PARTITION), offsets.stopped());
            assertEquals(Set.of(PARTITION), consumer.paused());
        }
        committed(20);
        offsets.begin(consumer, List.of(PARTITION));
        assertEquals(Set.of(), offsets.stopped());
    }

    @Test
    void logThatIsCutAboveThePositionStopsThePartition() {
        assign(0, 20);
        committed(3);
        offsets.begin(consumer, List.of(PARTITION));
        consumer.seek(PARTITION, 3);
        offsets.look(consumer);
        assertEquals(Set.of(), offsets.stopped());
        consumer.updateBeginningOffsets(Map.of(PARTITION, 10L));
        offsets.look(consumer);
        assertEquals(Set.of(PARTITION), offsets.stopped());
        consumer.resume(Set.of(PARTITION));
        offsets.look(consumer);
        assertEquals(Set.of(PARTITION), consumer.paused());
    }

    @Test
    void recordsThatStoodThereAtTheAssignmentMayHaveBeenSeen() {
        assign(0, 20);
        AcceptedPartitions partitions = new AcceptedPartitions();
        assertTrue(partitions.maybeSeen(record(30)), "nothing is known of the partition yet");
        partitions.onPartitionsAssigned(consumer, List.of(PARTITION));
        assertTrue(partitions.maybeSeen(record(19)));
        assertFalse(partitions.maybeSeen(record(20)));
    }

    private static ConsumerRecord<String, byte[]> record(long offset) {
        return new ConsumerRecord<>(Topics.ACCEPTED, 0, offset, "key", new byte[0]);
    }

    private void assign(long start, long end) {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, start));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
    }

    private void committed(long offset) {
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
    }
}
