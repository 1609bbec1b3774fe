package posthorn.runtime.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

/**
 * The one place where clients of Kafka are made, so that each connects as {@code posthorn.kafka.*}
 * says: brokers, encryption and sign-in. Only a channel of SmallRye makes its own consumer, and
 * names {@link #CHANNEL} as its {@code kafka-configuration}. Nothing connects before a client is
 * made. Secrets and certificates stand in files that each new connection reads; see {@link
 * KafkaSecurity}.
 */
@Singleton
public final class KafkaConnection {

    /** Identifier of the settings for channels. */
    public static final String CHANNEL = "posthorn-kafka";

    /** After so long without a sign of life others go on in place of a member of a group. */
    private static final int GONE_MILLIS = 6_000;

    /** The same where a member is known again, so that nobody waits for this. */
    private static final int KNOWN_GONE_MILLIS = 45_000;

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final String servers;
    private final String prefix;
    private final Map<String, Object> properties;
    private final Map<String, Object> member;

    /**
     * The connection of the settings. Files are read once now, so that what cannot be used stops
     * the start.
     *
     * @throws BadSetting when a setting is missing or cannot be used
     */
    @Inject
    public KafkaConnection(PosthornSettings settings) {
        this(
                settings.kafka().servers(),
                prefix(settings.kafka()),
                KafkaSecurity.properties(settings.kafka().security()),
                member(settings.kafka().groupInstance()));
    }

    private KafkaConnection(
            String servers,
            String prefix,
            Map<String, Object> security,
            Map<String, Object> member) {
        Map<String, Object> all = new HashMap<>(security);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, ClientMetrics.class.getName());
        this.servers = servers;
        this.prefix = prefix;
        this.properties = Map.copyOf(all);
        this.member = Map.copyOf(member);
    }

    /** Refuses what cannot be used of how brokers are reached; connects to nothing. */
    public static void check(PosthornSettings.Kafka settings) {
        prefix(settings);
        KafkaSecurity.properties(settings.security());
    }

    private static String prefix(PosthornSettings.Kafka settings) {
        settings.prefix()
                .filter(text -> !PREFIX.matcher(text).matches())
                .ifPresent(text -> {
                    throw new BadSetting(
                            "posthorn.kafka.prefix",
                            "has to be letters, digits, '.', '_' and '-', 100 at most");
                });
        return settings.prefix().orElse("");
    }

    /** To brokers that ask for nothing: neither encryption nor sign-in. */
    public static KafkaConnection plain(String servers) {
        return new KafkaConnection(servers, "", Map.of(), member(Optional.empty()));
    }

    /** Brokers to start from, {@code host:port} with commas. */
    public String servers() {
        return servers;
    }

    /** The name that a topic or a consumer group of ours has at these brokers. */
    public String named(String own) {
        return prefix + own;
    }

    /** A producer of keys that are text; the caller closes it. */
    public Producer<String, byte[]> producer(Map<String, ?> client) {
        return new KafkaProducer<>(with(client), new StringSerializer(), new ByteArraySerializer());
    }

    /** A consumer outside of any group; the caller closes it. */
    public LongPollConsumer consumer(Map<String, ?> client) {
        return new LongPollConsumer(with(client));
    }

    /** A consumer that is a member of the group in its settings; the caller closes it. */
    public LongPollConsumer groupConsumer(Map<String, ?> client) {
        return new LongPollConsumer(member(client));
    }

    /** Asks the log about itself; the caller closes it. */
    public Admin admin(Map<String, ?> client) {
        return Admin.create(with(client));
    }

    /** The settings of a client, completed by how it connects. */
    Map<String, Object> with(Map<String, ?> client) {
        Map<String, Object> all = new HashMap<>(client);
        all.putAll(properties);
        return all;
    }

    /** The settings of a member of a consumer group, completed by how it connects. */
    Map<String, Object> member(Map<String, ?> client) {
        Map<String, Object> all = with(client);
        all.putAll(member);
        return all;
    }

    @Produces
    @Singleton
    @Identifier(CHANNEL)
    Map<String, Object> channel() {
        return member(Map.of());
    }

    /** Signs of life: three of them fit into the time after which a member counts as gone. */
    private static Map<String, Object> member(Optional<String> instance) {
        Map<String, Object> properties = new HashMap<>();
        instance.ifPresent(name -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        int gone = instance.isPresent() ? KNOWN_GONE_MILLIS : GONE_MILLIS;
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, gone);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, gone / 3);
        return properties;
    }
}
