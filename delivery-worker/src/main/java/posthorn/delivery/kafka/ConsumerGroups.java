package posthorn.delivery.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import posthorn.runtime.kafka.KafkaConnection;

/** Consumers for the loops of this package, and the names of their groups. */
public final class ConsumerGroups {

    /** Group of the workers: theirs is what {@code AcceptedRecords} reads. */
    public static final String WORKERS = "posthorn-delivery-worker";

    /** Group of the ledger. */
    static final String LEDGER = "posthorn-ledger";

    /** Group of the trace. */
    static final String TRACE = "posthorn-trace";

    /** The broker answers as soon as there is something; a system at rest is asked this often. */
    private static final int FETCH_WAIT_MILLIS = 10_000;

    /** After so long a partition that was added to a topic is read. */
    private static final int METADATA_MILLIS = 30_000;

    private static final Duration GATHER = Duration.ofMillis(300);

    private ConsumerGroups() {}

    /**
     * A consumer that commits nothing by itself.
     *
     * @param reset {@code auto.offset.reset}
     * @param records that one poll brings at most
     */
    static Consumer<String, byte[]> open(
            KafkaConnection kafka, String group, String reset, int records) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.named(group));
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        return kafka.groupConsumer(config);
    }

    /**
     * Lets records come together after some were handled: a reader that nobody waits for takes many
     * at once. Returns at once when there were so many that more will be there.
     *
     * @param handled how many there were
     * @param records as in {@link #open}
     */
    static void gather(int handled, int records) {
        if (handled > 0 && handled < records / 2) {
            LockSupport.parkNanos(GATHER.toNanos());
        }
    }
}
