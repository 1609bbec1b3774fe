package posthorn.standalone.kafka;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.kafka.ConsumerGroups;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

/**
 * Records of {@code mail.accepted} that the workers have not acknowledged, as a file.
 *
 * <pre>
 * file    = "posthorn-records-1" LF *record
 * record  = key timestamp(8) count(4) *( header-key value ) value     ; numbers are big-endian
 * key     = length(4) *OCTET                                          ; UTF-8; so are the others
 * </pre>
 */
public final class WaitingRecords {

    private static final byte[] FIRST = "posthorn-records-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_OCTETS = 16 << 20;
    private static final int AT_ONCE = 500;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private WaitingRecords() {}

    /**
     * Writes those down that were on the log when this was called; more may follow them.
     *
     * @param file that is not there yet
     * @return how many
     * @throws UncheckedIOException when the log does not answer or the file cannot be written
     */
    public static long save(KafkaConnection kafka, Path file) {
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)))) {
            out.write(FIRST);
            Map<TopicPartition, Long> from = new HashMap<>();
            Map<TopicPartition, Long> to = new HashMap<>();
            ask(kafka, from, to);
            return write(kafka, from, to, out);
        } catch (IOException e) {
            throw new UncheckedIOException("the log cannot be copied to " + file, e);
        }
    }

    /** The position of the workers first: what they acknowledge later may not be stored yet. */
    private static void ask(
            KafkaConnection kafka, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to)
            throws IOException {
        try (Admin admin = kafka.admin(Map.of())) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets(kafka.named(ConsumerGroups.WORKERS))
                            .partitionsToOffsetAndMetadata()
                            .get();
            Map<TopicPartition, OffsetSpec> first = new HashMap<>();
            Map<TopicPartition, OffsetSpec> last = new HashMap<>();
            List<String> accepted = List.of(kafka.named(Topics.ACCEPTED));
            for (var topic : admin.describeTopics(accepted).allTopicNames().get().values()) {
                for (var each : topic.partitions()) {
                    TopicPartition partition = new TopicPartition(topic.name(), each.partition());
                    first.put(partition, OffsetSpec.earliest());
                    last.put(partition, OffsetSpec.latest());
                }
            }
            admin.listOffsets(first).all().get().forEach((p, start) -> from.put(p, start.offset()));
            admin.listOffsets(last).all().get().forEach((p, end) -> to.put(p, end.offset()));
            committed.forEach((partition, offset) -> {
                if (offset != null) {
                    from.computeIfPresent(
                            partition, (p, start) -> Math.max(start, offset.offset()));
                }
            });
        } catch (ExecutionException e) {
            throw new IOException("the log does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the log", e);
        }
    }

    private static long write(
            KafkaConnection kafka,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            DataOutputStream out)
            throws IOException {
        Map<String, Object> config =
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        // What was cut meanwhile was acknowledged by all.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        AT_ONCE);
        try (Consumer<String, byte[]> consumer = kafka.consumer(config)) {
            consumer.assign(to.keySet());
            from.forEach(consumer::seek);
            long written = 0;
            long progressed = System.nanoTime();
            while (to.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                long before = written;
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    TopicPartition at = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < to.getOrDefault(at, 0L)) {
                        write(record, out);
                        written++;
                    }
                }
                if (written > before) {
                    progressed = System.nanoTime();
                } else if (System.nanoTime() - progressed > PATIENCE.toNanos()) {
                    throw new IOException("the log gives no records");
                }
            }
            return written;
        }
    }

    private static void write(ConsumerRecord<String, byte[]> record, DataOutputStream out)
            throws IOException {
        write(text(record.key()), out);
        out.writeLong(record.timestamp());
        Header[] headers = record.headers().toArray();
        out.writeInt(headers.length);
        for (Header header : headers) {
            write(text(header.key()), out);
            write(header.value(), out);
        }
        write(record.value(), out);
    }

    private static byte[] text(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(byte @Nullable [] octets, DataOutputStream out) throws IOException {
        byte[] given = octets == null ? new byte[0] : octets;
        out.writeInt(given.length);
        out.write(given);
    }

    /**
     * Puts the records of a file on the log; when it returns, all in-sync replicas have them.
     *
     * @return how many
     * @throws UncheckedIOException when the file is none of ours, or the log does not take them
     */
    public static long replay(KafkaConnection kafka, Path file) {
        Map<String, Object> config =
                Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        MOST_OCTETS);
        try (DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
                Producer<String, byte[]> producer = kafka.producer(config)) {
            if (!Arrays.equals(in.readNBytes(FIRST.length), FIRST)) {
                throw new IOException("it does not begin as such a file does");
            }
            return send(in, producer, kafka.named(Topics.ACCEPTED));
        } catch (IOException e) {
            throw new UncheckedIOException("the records in " + file + " cannot be replayed", e);
        }
    }

    private static long send(DataInputStream in, Producer<String, byte[]> producer, String topic)
            throws IOException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        long records = 0;
        for (ProducerRecord<String, byte[]> record = next(in, topic);
                record != null;
                record = next(in, topic)) {
            sent.add(producer.send(record));
            records++;
            if (sent.size() == AT_ONCE) {
                acknowledged(sent);
            }
        }
        acknowledged(sent);
        return records;
    }

    private static void acknowledged(List<Future<RecordMetadata>> sent) throws IOException {
        try {
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
            sent.clear();
        } catch (ExecutionException e) {
            throw new IOException("the log does not take them", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the log", e);
        }
    }

    private static @Nullable ProducerRecord<String, byte[]> next(DataInputStream in, String topic)
            throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException end) {
            return null;
        }
        String key = new String(octets(in, length), StandardCharsets.UTF_8);
        long timestamp = in.readLong();
        int headers = in.readInt();
        Map<String, byte[]> given = new HashMap<>();
        for (int i = 0; i < headers; i++) {
            String name = new String(octets(in, in.readInt()), StandardCharsets.UTF_8);
            given.put(name, octets(in, in.readInt()));
        }
        byte[] value = octets(in, in.readInt());
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, null, timestamp, key, value);
        Headers added = record.headers();
        given.forEach(added::add);
        return record;
    }

    private static byte[] octets(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > MOST_OCTETS) {
            throw new IOException("it is damaged");
        }
        byte[] octets = in.readNBytes(length);
        if (octets.length < length) {
            throw new EOFException("it is cut short");
        }
        return octets;
    }
}
