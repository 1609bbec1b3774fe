package posthorn.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A consumer whose fetches the broker keeps for long when there is nothing new ({@code
 * fetch.max.wait.ms}). The broker answers a connection's requests in turn, so that a close would
 * wait behind such a fetch: {@link #close()} waits for a moment only, and the broker forgets the
 * fetch session by itself. Not for consumers that commit by themselves.
 */
public final class LongPollConsumer extends KafkaConsumer<String, byte[]> {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    /** With these settings of {@code ConsumerConfig}; see {@link KafkaConnection#consumer}. */
    LongPollConsumer(Map<String, Object> config) {
        super(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        close(CloseOptions.timeout(CLOSE_WITHIN));
    }
}
