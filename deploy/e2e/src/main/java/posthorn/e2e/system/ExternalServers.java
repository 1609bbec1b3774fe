package posthorn.e2e.system;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/**
 * A replica set and a cluster of brokers that stand outside of the tests: {@code
 * POSTHORN_TEST_MONGODB_URI} and {@code POSTHORN_TEST_KAFKA_SERVERS} name them. What a system has
 * there begins with a prefix that no other one has, and is thrown away when it is closed.
 */
public final class ExternalServers implements AutoCloseable {

    /** A group has members until their time is over, when they were killed. */
    private static final Duration EMPTY_WITHIN = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String prefix =
            "posthorn_test_" + UUID.randomUUID().toString().substring(0, 8) + "_";

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

    /** Settings of a service that has the database; empty as {@link #mongodb} is. */
    Optional<List<String>> database() {
        return mongodb()
                .map(uri ->
                        List.of(
                                "-Dposthorn.mongodb.uri=" + uri,
                                "-Dposthorn.mongodb.prefix=" + prefix));
    }

    /** Settings of a service that has the log; empty as {@link #kafka} is. */
    Optional<List<String>> log() {
        return kafka().map(servers ->
                List.of(
                        "-Dposthorn.kafka.servers=" + servers,
                        "-Dposthorn.kafka.prefix=" + prefix));
    }

    /** Throws away what is there of a system whose processes are gone. */
    @Override
    public void close() {
        mongodb().ifPresent(this::dropDatabases);
        kafka().ifPresent(this::clearLog);
    }

    private void dropDatabases(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            for (String name : client.listDatabaseNames()) {
                if (name.startsWith(prefix)) {
                    client.getDatabase(name).drop();
                }
            }
        }
    }

    private void clearLog(String servers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.deleteTopics(ours(admin.listTopics().names().get())).all().get();
            deleteGroups(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the external brokers cannot be cleared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void deleteGroups(Admin admin) throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + EMPTY_WITHIN.toNanos();
        while (true) {
            try {
                Collection<GroupListing> all = admin.listGroups().all().get();
                admin.deleteConsumerGroups(ours(all.stream().map(GroupListing::groupId).toList()))
                        .all()
                        .get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupNotEmptyException) || System.nanoTime() > end) {
                    throw e;
                }
                // The brokers tell nobody when a group is empty: they can only be asked again.
                Thread.sleep(PAUSE);
            }
        }
    }

    private List<String> ours(Collection<String> names) {
        return names.stream().filter(name -> name.startsWith(prefix)).toList();
    }
}
