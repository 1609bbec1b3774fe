package posthorn.delivery.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumers for the loops of this package. */
final class ConsumerGroups {

    /** Group of the workers: theirs is what {@code AcceptedRecords} reads. */
    static final String WORKERS = "posthorn-delivery-worker";

    /** Group of the ledger. */
    static final String LEDGER = "posthorn-ledger";

    /** Group of the trace. */
    static final String TRACE = "posthorn-trace";

    private static final int GATHERED_WITHIN_MILLIS = 300;

    private ConsumerGroups() {}

    /**
     * A consumer that commits nothing by itself.
     *
     * @param reset {@code auto.offset.reset}
     * @param gathered octets that the broker waits for, {@link #GATHERED_WITHIN_MILLIS} at most: a
     *     reader that nobody waits for takes much at once
     */
    static KafkaConsumer<String, byte[]> open(
            String servers, String group, String reset, int records, int gathered) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, gathered);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, GATHERED_WITHIN_MILLIS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1500);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
