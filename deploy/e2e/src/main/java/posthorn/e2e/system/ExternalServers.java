package posthorn.e2e.system;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import posthorn.runtime.kafka.Topics;

/**
 * A replica set and a cluster of brokers that stand outside of the tests and are theirs alone:
 * {@code POSTHORN_TEST_MONGODB_URI} and {@code POSTHORN_TEST_KAFKA_SERVERS} name them. What has our
 * names there is thrown away before a system starts and when it is closed.
 */
public final class ExternalServers {

    private static final List<String> DATABASES = List.of("posthorn_mailbox", "posthorn_queue");
    private static final Set<String> GROUPS =
            Set.of("posthorn-delivery-worker", "posthorn-ledger", "posthorn-trace");

    private ExternalServers() {}

    /** Connection string of the database; empty: the tests bring their own. */
    public static Optional<String> mongodb() {
        return named("POSTHORN_TEST_MONGODB_URI");
    }

    /** Brokers, {@code host:port} with commas, that ask for no sign-in; empty: as above. */
    public static Optional<String> kafka() {
        return named("POSTHORN_TEST_KAFKA_SERVERS");
    }

    private static Optional<String> named(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }

    /** Throws away what an earlier system has left there. */
    static void clear() {
        mongodb()
                .ifPresent(uri -> {
                    try (MongoClient client = MongoClients.create(uri)) {
                        DATABASES.forEach(name -> client.getDatabase(name).drop());
                    }
                });
        kafka().ifPresent(servers -> {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                List<KafkaFuture<Void>> deleted = new ArrayList<>();
                List<String> topics = List.of(Topics.ACCEPTED, Topics.EVENTS, Topics.CHANGES);
                deleted.addAll(admin.deleteTopics(topics).topicNameValues().values());
                deleted.addAll(admin.deleteConsumerGroups(GROUPS).deletedGroups().values());
                deleted.forEach(ExternalServers::awaitGone);
            }
        });
    }

    private static void awaitGone(KafkaFuture<Void> deleted) {
        try {
            deleted.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                    && !(e.getCause() instanceof GroupIdNotFoundException)) {
                throw new IllegalStateException("the external brokers cannot be cleared", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
