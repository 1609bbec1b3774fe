package posthorn.delivery.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

/** Opens the ledger's connections to the log. */
interface LogClients {

    /** Records that one poll brings at most. */
    int BATCH = 500;

    /** Name of the topic of accepted mail. */
    String accepted();

    /** A consumer in the ledger's group, subscribed to nothing; the caller closes it. */
    Consumer<String, byte[]> consumer();

    /** The offsets of the log; the caller closes them. */
    LogOffsets offsets();

    /** Clients of the log. */
    static LogClients of(KafkaConnection kafka) {
        return new LogClients() {
            @Override
            public String accepted() {
                return kafka.named(Topics.ACCEPTED);
            }

            @Override
            public Consumer<String, byte[]> consumer() {
                return ConsumerGroups.open(kafka, ConsumerGroups.LEDGER, "none", BATCH);
            }

            @Override
            public LogOffsets offsets() {
                return LogOffsets.of(kafka);
            }
        };
    }
}
