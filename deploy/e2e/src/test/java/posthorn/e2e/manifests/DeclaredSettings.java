package posthorn.e2e.manifests;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.DeliveryWorkerSettings;
import posthorn.delivery.relay.RelaySettings;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.ingress.IngressSettings;
import posthorn.mailbox.MailboxSettings;
import posthorn.runtime.api.MailboxApiSettings;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.standalone.StandaloneSettings;

/** Settings and default ports, read from the mappings themselves. */
final class DeclaredSettings {

    private static final int HTTP = 8080;

    private DeclaredSettings() {}

    /** Names of all settings, as in {@code posthorn.tls.key}. */
    static Set<String> settings() {
        Set<String> names = new TreeSet<>();
        for (Class<?> mapping : mappings()) {
            names.addAll(ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet());
        }
        return names;
    }

    /** The default of a setting that is a number of seconds, as in {@code 30s}; null: none. */
    static @Nullable Duration seconds(String setting) {
        for (Class<?> mapping : mappings()) {
            var property =
                    ConfigMappings.getProperties(ConfigClass.configClass(mapping)).get(setting);
            if (property != null && property.hasDefaultValue()) {
                return Duration.parse("PT" + property.getDefaultValue());
            }
        }
        return null;
    }

    /** A setting as an environment variable. */
    static Set<String> variables() {
        Set<String> names = new HashSet<>();
        for (String setting : settings()) {
            names.add(setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT));
        }
        return names;
    }

    /** The ports of a service where no setting says otherwise. */
    static Set<Integer> ports(String service) {
        Set<Integer> ports = new TreeSet<>(Set.of(HTTP));
        Map<String, Class<?>> mapping = new TreeMap<>();
        mapping.put("smtp-ingress", IngressSettings.class);
        mapping.put("imap-pop-frontend", FrontendSettings.class);
        if (mapping.containsKey(service)) {
            ConfigMappings.getProperties(ConfigClass.configClass(mapping.get(service)))
                    .forEach((name, property) -> {
                        if (name.endsWith("port") && property.hasDefaultValue()) {
                            ports.add(Integer.parseInt(property.getDefaultValue()));
                        }
                    });
        }
        if (service.equals("mailbox-api")) {
            ports.add(Integer.parseInt(defaults("quarkus.grpc.server.port")));
        }
        return ports;
    }

    private static Class<?>[] mappings() {
        return new Class<?>[] {
            PosthornSettings.class,
            MailboxApiSettings.class,
            IngressSettings.class,
            DeliveryWorkerSettings.class,
            RelaySettings.class,
            StandaloneSettings.class,
            MailboxSettings.class,
            FrontendSettings.class
        };
    }

    private static String defaults(String key) {
        try {
            var files =
                    DeclaredSettings.class
                            .getClassLoader()
                            .getResources("META-INF/microprofile-config.properties");
            while (files.hasMoreElements()) {
                Properties properties = new Properties();
                try (var in = files.nextElement().openStream()) {
                    properties.load(in);
                }
                if (properties.containsKey(key)) {
                    return properties.getProperty(key);
                }
            }
            throw new IllegalStateException("no service sets " + key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
