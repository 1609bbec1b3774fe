package posthorn.runtime.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.tls.FileTls;

/**
 * Encryption and sign-in of our clients of Kafka, as {@code posthorn.kafka.security.*} says. A
 * client's settings name files, never what stands in them: so nothing secret is among the settings
 * that Kafka logs, and each new connection reads what stands there then ({@link
 * FileSslEngineFactory}, {@link FileCredentials}).
 */
final class KafkaSecurity {

    static final String PREFIX = "posthorn.kafka.security.";

    private KafkaSecurity() {}

    /**
     * The settings of a client.
     *
     * @throws BadSetting when a setting is missing, or a file cannot be used
     */
    static Map<String, Object> properties(PosthornSettings.Kafka.Security settings) {
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
        // Made once to see that the files can be used.
        FileTls.of(PREFIX, settings.trustedCertificates(), settings.certificate(), settings.key());
        properties.put(
                SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, FileSslEngineFactory.class.getName());
        put(properties, FileSslEngineFactory.TRUSTED, settings.trustedCertificates());
        put(properties, FileSslEngineFactory.CERTIFICATE, settings.certificate());
        put(properties, FileSslEngineFactory.KEY, settings.key());
    }

    private static void put(Map<String, Object> properties, String key, Optional<Path> file) {
        file.ifPresent(path -> properties.put(key, path.toString()));
    }

    private static void sasl(
            PosthornSettings.Kafka.Security settings, Map<String, Object> properties) {
        if (settings.jaasFile().isEmpty()) {
            properties.put(FileCredentials.USERNAME, required("username", settings.username()));
            properties.put(
                    FileCredentials.PASSWORD_FILE,
                    required("password-file", settings.passwordFile()).toString());
        }
        put(properties, FileCredentials.JAAS_FILE, settings.jaasFile());
        String module =
                switch (settings.mechanism()) {
                    case "PLAIN" -> PlainLoginModule.class.getName();
                    case "SCRAM-SHA-256", "SCRAM-SHA-512" -> ScramLoginModule.class.getName();
                    default ->
                            throw new BadSetting(
                                    PREFIX + "mechanism",
                                    "is "
                                            + settings.mechanism()
                                            + ", has to be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
                };
        FileCredentials.check(properties);
        properties.put(SaslConfigs.SASL_MECHANISM, settings.mechanism());
        // Who signs in is asked of the callback, not of the module.
        properties.put(SaslConfigs.SASL_JAAS_CONFIG, module + " required;");
        properties.put(
                SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, FileCredentials.class.getName());
    }

    private static <T> T required(String key, Optional<T> value) {
        return value.orElseThrow(
                () -> new BadSetting(PREFIX + key, "is missing: the protocol of Kafka signs in"));
    }
}
