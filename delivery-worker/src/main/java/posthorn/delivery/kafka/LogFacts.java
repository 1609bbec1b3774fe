package posthorn.delivery.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

/**
 * How the log keeps what it is given, for whoever looks after it.
 *
 * @param problem why it could not be asked; empty: it was
 * @param brokers that are there now
 */
public record LogFacts(String problem, int brokers, List<Topic> topics) {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final List<String> NAMES =
            List.of(Topics.ACCEPTED, Topics.CHANGES, Topics.EVENTS);

    /** Keeps the list from changing. */
    public LogFacts {
        topics = List.copyOf(topics);
    }

    /**
     * One topic.
     *
     * @param replicas the fewest that a partition has
     * @param minInsyncReplicas how many have a record before it is acknowledged
     * @param underReplicated partitions with a replica that is behind or away
     * @param uncleanLeaderElection whether a replica that was behind may lead
     */
    public record Topic(
            String name,
            int replicas,
            int minInsyncReplicas,
            int underReplicated,
            boolean uncleanLeaderElection) {}

    /** Asks the log; blocks for a while at most. */
    public static LogFacts of(KafkaConnection connection) {
        Map<String, Object> client =
                Map.of(
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        PATIENCE_MILLIS / 2,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        PATIENCE_MILLIS);
        try (Admin admin = connection.admin(client)) {
            return of(admin, NAMES.stream().map(connection::named).toList());
        } catch (ExecutionException | TimeoutException e) {
            return new LogFacts("the log does not answer", 0, List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LogFacts("the worker stops", 0, List.of());
        }
    }

    private static LogFacts of(Admin admin, List<String> names)
            throws ExecutionException, InterruptedException, TimeoutException {
        int brokers =
                admin.describeCluster().nodes().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).size();
        Map<String, TopicDescription> topics =
                admin.describeTopics(names)
                        .allTopicNames()
                        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        Map<String, ConfigResource> resources = new LinkedHashMap<>();
        names.forEach(
                name -> resources.put(name, new ConfigResource(ConfigResource.Type.TOPIC, name)));
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(resources.values())
                        .all()
                        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        List<Topic> facts = new ArrayList<>();
        resources.forEach((name, resource) -> {
            TopicDescription topic = topics.get(name);
            Config config = configs.get(resource);
            if (topic != null && config != null) {
                facts.add(topic(topic, config));
            }
        });
        return new LogFacts("", brokers, facts);
    }

    private static Topic topic(TopicDescription topic, Config config) {
        return new Topic(
                topic.name(),
                topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
                Integer.parseInt(value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1")),
                (int)
                        topic.partitions().stream()
                                .filter(p -> p.isr().size() < p.replicas().size())
                                .count(),
                Boolean.parseBoolean(
                        value(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false")));
    }

    private static String value(Config config, String name, String otherwise) {
        return Optional.ofNullable(config.get(name)).map(ConfigEntry::value).orElse(otherwise);
    }
}
