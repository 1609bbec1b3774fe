package posthorn.delivery.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps partitions stopped whose position is outside of the log: back-pressure would resume them.
 */
@ApplicationScoped
public class PartitionGuard {

    /**
     * The question goes over the connection that the consumer fetches by, and brokers answer a
     * connection in order: it waits behind a fetch that waits for records ({@code
     * fetch.max.wait.ms}).
     */
    static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    /** While no partition is stopped, only each so-many-th look is one. */
    private static final int LOOK_OF = 6;

    private final KafkaClientService clients;
    private final AcceptedPartitions log;

    private int looks;

    @Inject
    PartitionGuard(KafkaClientService clients, @Identifier("accepted-log") AcceptedPartitions log) {
        this.clients = clients;
        this.log = log;
    }

    /** Looks once, or not at all where nothing is known to be wrong; blocking. For one thread. */
    public void look() {
        if (log.stopped().isEmpty() && ++looks % LOOK_OF != 0) {
            return;
        }
        Optional.ofNullable(clients.<String, byte[]>getConsumer("accepted-in"))
                .ifPresent(this::look);
    }

    private void look(KafkaConsumer<String, byte[]> consumer) {
        consumer.runOnPollingThread(
                        c -> {
                            log.look(c);
                        })
                .await()
                .atMost(ANSWERS_WITHIN);
    }
}
