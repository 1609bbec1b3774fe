package posthorn.runtime.kafka;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

/**
 * Makes the topics that are missing and refuses to start on ones whose settings risk loss. Called
 * once at the start of each service that uses the log; blocking.
 */
@Singleton
public final class KafkaTopics {

    private static final int BROKERS_FOR_REDUNDANCY = 3;
    private static final Duration MADE_KNOWN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final long EVENTS_KEPT_MILLIS = 7L * 24 * 3600 * 1000;
    private static final long CHANGES_KEPT_MILLIS = 24L * 3600 * 1000;

    private final PosthornSettings.Kafka settings;
    private final KafkaConnection connection;

    @Inject
    KafkaTopics(PosthornSettings settings, KafkaConnection connection) {
        this.settings = settings.kafka();
        this.connection = connection;
        check(this.settings);
    }

    /** Refuses what is out of bounds. */
    public static void check(PosthornSettings.Kafka settings) {
        BadSetting.unlessWithin("posthorn.kafka.partitions", settings.partitions(), 1, 1000);
        settings.replicas()
                .ifPresent(n -> BadSetting.unlessWithin("posthorn.kafka.replicas", n, 1, 32));
    }

    /**
     * Makes the three topics unless they are there, and checks {@code mail.accepted}.
     *
     * @throws BadSetting when an existing topic could lose accepted mail
     * @throws IllegalStateException when the log does not answer
     */
    public void ready() {
        try (Admin admin = Admin.create(connection.with(Map.of()))) {
            int brokers = admin.describeCluster().nodes().get().size();
            boolean redundant = brokers >= BROKERS_FOR_REDUNDANCY;
            short replicas =
                    (short) settings.replicas().orElse(Math.min(BROKERS_FOR_REDUNDANCY, brokers));
            create(admin, List.of(accepted(replicas), events(replicas), changes(replicas)));
            check(admin, redundant);
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

    private NewTopic accepted(short replicas) {
        Map<String, String> config = durable(replicas);
        config.put("retention.ms", "-1");
        config.put("retention.bytes", "-1");
        config.put("cleanup.policy", "delete");
        config.put("max.message.bytes", "2097152");
        if (replicas == 1 && settings.flush()) {
            // A single node promises what a mail server on one machine promises: on disk before the
            // 250.
            config.put("flush.messages", "1");
        }
        return new NewTopic(Topics.ACCEPTED, settings.partitions(), replicas).configs(config);
    }

    private NewTopic events(short replicas) {
        Map<String, String> config = durable(replicas);
        config.put("retention.ms", Long.toString(EVENTS_KEPT_MILLIS));
        return new NewTopic(Topics.EVENTS, settings.partitions(), replicas).configs(config);
    }

    private NewTopic changes(short replicas) {
        Map<String, String> config = durable(replicas);
        config.put("retention.ms", Long.toString(CHANGES_KEPT_MILLIS));
        return new NewTopic(Topics.CHANGES, settings.partitions(), replicas).configs(config);
    }

    private static Map<String, String> durable(short replicas) {
        Map<String, String> config = new HashMap<>();
        config.put("min.insync.replicas", replicas >= BROKERS_FOR_REDUNDANCY ? "2" : "1");
        config.put("unclean.leader.election.enable", "false");
        return config;
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

    private static void check(Admin admin, boolean redundant)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, Topics.ACCEPTED);
        risk(config(admin, resource), redundant)
                .ifPresent(problem -> {
                    throw new BadSetting(
                            "posthorn.kafka.servers",
                            "topic " + Topics.ACCEPTED + " could lose mail: " + problem);
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

    private static Optional<String> risk(Config config, boolean redundant) {
        if (!value(config, "retention.ms").equals("-1")
                || !value(config, "retention.bytes").equals("-1")) {
            return Optional.of("set its retention.ms and retention.bytes to -1");
        }
        if (!value(config, "cleanup.policy").equals("delete")) {
            return Optional.of("set its cleanup.policy to delete");
        }
        if (value(config, "unclean.leader.election.enable").equals("true")) {
            return Optional.of("set its unclean.leader.election.enable to false");
        }
        if (redundant && value(config, "min.insync.replicas").equals("1")) {
            return Optional.of("set its min.insync.replicas to 2");
        }
        return Optional.empty();
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }
}
