package posthorn.runtime.kafka;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

/**
 * Makes the topics that are missing and refuses ones whose settings risk loss; blocking. Services
 * have it done by {@link LogState}.
 */
@Singleton
public final class KafkaTopics {

    private static final int MOST_REPLICAS = 3;
    private static final Duration MADE_KNOWN = Duration.ofSeconds(30);

    /** Whether anybody answers is seen soon; making topics may take its time. */
    private static final int ANSWERS_WITHIN_MILLIS = 10_000;

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final long EVENTS_KEPT_MILLIS = 7L * 24 * 3600 * 1000;
    private static final long CHANGES_KEPT_MILLIS = 24L * 3600 * 1000;

    private final PosthornSettings.Kafka settings;
    private final KafkaConnection connection;
    private final String accepted;

    /** The topics of the log that {@code connection} leads to. */
    @Inject
    public KafkaTopics(PosthornSettings settings, KafkaConnection connection) {
        this.settings = settings.kafka();
        this.connection = connection;
        this.accepted = connection.named(Topics.ACCEPTED);
        check(this.settings);
    }

    /** Refuses what is out of bounds. */
    public static void check(PosthornSettings.Kafka settings) {
        BadSetting.unlessWithin("posthorn.kafka.partitions", settings.partitions(), 1, 1000);
        settings.replicas()
                .ifPresent(n -> BadSetting.unlessWithin("posthorn.kafka.replicas", n, 1, 32));
        BadSetting.unlessWithin(
                "posthorn.kafka.events-waiting", settings.eventsWaiting(), 100, 1_000_000);
    }

    /**
     * Makes the three topics unless they are there, and checks {@code mail.accepted}.
     *
     * @throws BadSetting when an existing topic could lose accepted mail
     * @throws IllegalStateException when the log does not answer
     * @throws org.apache.kafka.common.KafkaException when no broker's name can be resolved
     */
    public void ready() {
        try (Admin admin = connection.admin(Map.of())) {
            int brokers = brokers(admin);
            int replicas = settings.replicas().orElse(Math.min(MOST_REPLICAS, brokers));
            create(admin, List.of(accepted(replicas), events(replicas), changes(replicas)));
            check(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "posthorn.kafka.servers: the log at "
                            + settings.servers()
                            + " does not answer: "
                            + e.getCause(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for the log", e);
        }
    }

    /**
     * How many brokers there are.
     *
     * @throws ExecutionException when none answers
     */
    static int brokers(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWERS_WITHIN_MILLIS))
                .nodes()
                .get()
                .size();
    }

    private NewTopic accepted(int replicas) {
        return topic(
                Topics.ACCEPTED, replicas, TopicDurability.accepted(replicas, settings.flush()));
    }

    private NewTopic events(int replicas) {
        Map<String, String> config = new HashMap<>(TopicDurability.ofCopies(replicas));
        config.put("retention.ms", Long.toString(EVENTS_KEPT_MILLIS));
        return topic(Topics.EVENTS, replicas, config);
    }

    private NewTopic changes(int replicas) {
        Map<String, String> config = new HashMap<>(TopicDurability.ofCopies(replicas));
        config.put("retention.ms", Long.toString(CHANGES_KEPT_MILLIS));
        return topic(Topics.CHANGES, replicas, config);
    }

    private NewTopic topic(String name, int replicas, Map<String, String> config) {
        return new NewTopic(connection.named(name), settings.partitions(), (short) replicas)
                .configs(config);
    }

    private static void create(Admin admin, Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        for (var made : admin.createTopics(topics).values().values()) {
            try {
                made.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private void check(Admin admin) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, accepted);
        Config config = config(admin, resource);
        TopicDescription topic =
                Objects.requireNonNull(
                        admin.describeTopics(List.of(accepted))
                                .allTopicNames()
                                .get()
                                .get(accepted));
        int replicas =
                topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
        TopicDurability.risk(name -> config.get(name).value(), replicas, settings.flush())
                .ifPresent(problem -> {
                    throw new BadSetting(
                            "posthorn.kafka.servers",
                            "topic " + accepted + " could lose mail: " + problem);
                });
    }

    /** A broker may not have heard yet of a topic that was made a moment ago. */
    private static Config config(Admin admin, ConfigResource topic)
            throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + MADE_KNOWN.toNanos();
        while (true) {
            try {
                return Objects.requireNonNull(
                        admin.describeConfigs(List.of(topic)).all().get().get(topic));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() > end) {
                    throw e;
                }
                // The broker tells nobody when it has heard: it can only be asked again.
                Thread.sleep(PAUSE);
            }
        }
    }
}
