package posthorn.delivery.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import posthorn.delivery.queue.AnswerLost;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

/**
 * What the ledger asks about offsets of the accepted log, and how it is cut. All methods throw
 * {@link AnswerLost} when the brokers do not answer.
 */
interface LogOffsets extends AutoCloseable {

    /** What a consumer group has committed, by partition; partitions it never read are absent. */
    Map<TopicPartition, Long> committed(String group);

    /** Where each partition of the accepted log ends. */
    Map<TopicPartition, Long> ends();

    /** Deletes the records below an offset of each partition. */
    void cut(Map<TopicPartition, Long> below);

    @Override
    void close();

    /** Asked of the brokers. */
    static LogOffsets of(KafkaConnection kafka) {
        return new AdminOffsets(kafka);
    }

    /** Over Kafka's own client. */
    final class AdminOffsets implements LogOffsets {
        private final KafkaConnection kafka;
        private final Admin admin;

        AdminOffsets(KafkaConnection kafka) {
            this.kafka = kafka;
            this.admin = kafka.admin(Map.of());
        }

        /** A question to the brokers. */
        private interface Question<T> {
            T ask() throws ExecutionException, InterruptedException;
        }

        private static <T> T answered(Question<T> question) {
            try {
                return question.ask();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AnswerLost("interrupted while waiting for the log", e);
            } catch (ExecutionException | KafkaException e) {
                throw new AnswerLost("the log does not answer", e);
            }
        }

        @Override
        public Map<TopicPartition, Long> committed(String group) {
            return answered(() -> {
                Map<TopicPartition, Long> offsets = new HashMap<>();
                admin.listConsumerGroupOffsets(kafka.named(group))
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((partition, offset) -> {
                            if (offset != null) {
                                offsets.put(partition, offset.offset());
                            }
                        });
                return offsets;
            });
        }

        @Override
        public Map<TopicPartition, Long> ends() {
            return answered(() -> {
                Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
                admin.describeTopics(List.of(kafka.named(Topics.ACCEPTED)))
                        .allTopicNames()
                        .get()
                        .forEach((name, topic) ->
                                topic.partitions()
                                        .forEach(each ->
                                                asked.put(
                                                        new TopicPartition(name, each.partition()),
                                                        OffsetSpec.latest())));
                Map<TopicPartition, Long> ends = new HashMap<>();
                admin.listOffsets(asked)
                        .all()
                        .get()
                        .forEach((partition, end) -> ends.put(partition, end.offset()));
                return ends;
            });
        }

        @Override
        public void cut(Map<TopicPartition, Long> below) {
            answered(() -> {
                Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
                below.forEach((partition, offset) ->
                        records.put(partition, RecordsToDelete.beforeOffset(offset)));
                return admin.deleteRecords(records).all().get();
            });
        }

        @Override
        public void close() {
            admin.close();
        }
    }
}
