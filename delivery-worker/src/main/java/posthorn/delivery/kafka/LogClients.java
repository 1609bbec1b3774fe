package posthorn.delivery.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** Opens the ledger's connections to the log. */
public interface LogClients {

    /** A consumer in the ledger's group, subscribed to nothing; the caller closes it. */
    Consumer<String, byte[]> consumer();

    /** A client that asks for offsets; the caller closes it. */
    Admin admin();

    /** How long one poll may wait for records. */
    Duration poll();

    /** Connections to the brokers at {@code servers}. */
    static LogClients to(String servers) {
        return new LogClients() {
            private static final int BATCH = 500;
            private static final int GATHERED = 256 * 1024;

            @Override
            public Consumer<String, byte[]> consumer() {
                return ConsumerGroups.open(servers, ConsumerGroups.LEDGER, "none", BATCH, GATHERED);
            }

            @Override
            public Admin admin() {
                return Admin.create(Map.of("bootstrap.servers", servers));
            }

            @Override
            public Duration poll() {
                return Duration.ofMillis(500);
            }
        };
    }
}
