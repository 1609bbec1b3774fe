package posthorn.runtime.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

/**
 * How the log is reached: brokers, encryption and sign-in, as {@code posthorn.kafka.*} says. Every
 * client of Kafka is made with the settings of {@link #with} or {@link #member}; a channel of
 * SmallRye names {@link #CHANNEL} as its {@code kafka-configuration}.
 */
@Singleton
public final class KafkaConnection {

    /** Identifier of the settings for channels. */
    public static final String CHANNEL = "posthorn-kafka";

    /** After so long without a sign of life others go on in place of a member of a group. */
    private static final int GONE_MILLIS = 6_000;

    /** The same where a member is known again, so that nobody waits for this. */
    private static final int KNOWN_GONE_MILLIS = 45_000;

    private static final String SECURITY = "posthorn.kafka.security.";

    private final String servers;
    private final Map<String, Object> properties;
    private final Map<String, Object> member;

    /**
     * The connection of the settings. Files are read now: a client that is made later has what was
     * there at the start.
     *
     * @throws BadSetting when a setting is missing or cannot be used
     */
    @Inject
    public KafkaConnection(PosthornSettings settings) {
        this(
                settings.kafka().servers(),
                security(settings.kafka().security()),
                member(settings.kafka().groupInstance()));
    }

    private KafkaConnection(
            String servers, Map<String, Object> security, Map<String, Object> member) {
        Map<String, Object> all = new HashMap<>(security);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        this.servers = servers;
        this.properties = Map.copyOf(all);
        this.member = Map.copyOf(member);
    }

    /** Refuses settings of encryption and sign-in that cannot be used; connects to nothing. */
    public static void check(PosthornSettings.Kafka.Security settings) {
        security(settings);
    }

    /** To brokers that ask for nothing: neither encryption nor sign-in. */
    public static KafkaConnection plain(String servers) {
        return new KafkaConnection(servers, Map.of(), member(Optional.empty()));
    }

    /** Brokers to start from, {@code host:port} with commas. */
    public String servers() {
        return servers;
    }

    /** The settings of a client, completed by how it connects. */
    public Map<String, Object> with(Map<String, ?> client) {
        Map<String, Object> all = new HashMap<>(client);
        all.putAll(properties);
        return all;
    }

    /** The settings of a member of a consumer group, completed by how it connects. */
    public Map<String, Object> member(Map<String, ?> client) {
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

    private static Map<String, Object> security(PosthornSettings.Kafka.Security settings) {
        Map<String, Object> properties = new HashMap<>();
        PosthornSettings.Kafka.Security.Protocol protocol = settings.protocol();
        properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol.name());
        switch (protocol) {
            case PLAINTEXT -> {
                // Nothing else is needed.
            }
            case SSL -> tls(settings, properties);
            case SASL_PLAINTEXT -> sasl(settings, properties);
            case SASL_SSL -> {
                tls(settings, properties);
                sasl(settings, properties);
            }
        }
        return properties;
    }

    private static void tls(
            PosthornSettings.Kafka.Security settings, Map<String, Object> properties) {
        settings.trustedCertificates()
                .ifPresent(file -> {
                    properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
                    properties.put(
                            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                            read("trusted-certificates", file));
                });
        if (settings.certificate().isPresent() != settings.key().isPresent()) {
            throw new BadSetting(
                    SECURITY + (settings.key().isPresent() ? "certificate" : "key"),
                    "is missing: certificate and key are set together, or neither");
        }
        settings.certificate()
                .ifPresent(file -> {
                    properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
                    properties.put(
                            SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                            read("certificate", file));
                });
        settings.key()
                .ifPresent(file ->
                        properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, read("key", file)));
    }

    private static void sasl(
            PosthornSettings.Kafka.Security settings, Map<String, Object> properties) {
        String username = required("username", settings.username());
        Path file = required("password-file", settings.passwordFile());
        String module =
                switch (settings.mechanism()) {
                    case "PLAIN" -> PlainLoginModule.class.getName();
                    case "SCRAM-SHA-256", "SCRAM-SHA-512" -> ScramLoginModule.class.getName();
                    default ->
                            throw new BadSetting(
                                    SECURITY + "mechanism",
                                    "is "
                                            + settings.mechanism()
                                            + ", has to be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
                };
        properties.put(SaslConfigs.SASL_MECHANISM, settings.mechanism());
        properties.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                module
                        + " required username=\""
                        + escaped(username)
                        + "\" password=\""
                        + escaped(read("password-file", file).strip())
                        + "\";");
    }

    private static <T> T required(String key, Optional<T> value) {
        return value.orElseThrow(
                () -> new BadSetting(SECURITY + key, "is missing: the protocol of Kafka signs in"));
    }

    private static String read(String key, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadSetting(SECURITY + key, file + " cannot be read (" + e + ")");
        }
    }

    /** Of a quoted value in a JAAS configuration. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
