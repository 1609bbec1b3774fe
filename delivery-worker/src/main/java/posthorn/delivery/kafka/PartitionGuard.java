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

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaClientService clients;
    private final AcceptedPartitions log;

    @Inject
    PartitionGuard(KafkaClientService clients, @Identifier("accepted-log") AcceptedPartitions log) {
        this.clients = clients;
        this.log = log;
    }

    /** Looks once; blocking. */
    public void look() {
        Optional.ofNullable(clients.<String, byte[]>getConsumer("accepted-in"))
                .ifPresent(this::look);
    }

    private void look(KafkaConsumer<String, byte[]> consumer) {
        consumer.runOnPollingThread(
                        c -> {
                            log.look(c);
                        })
                .await()
                .atMost(PATIENCE);
    }
}
