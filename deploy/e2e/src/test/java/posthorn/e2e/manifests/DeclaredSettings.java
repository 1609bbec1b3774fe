package posthorn.e2e.manifests;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.ingress.IngressSettings;
import posthorn.runtime.settings.ServiceSettings;

/** Settings and default ports, read from the mappings themselves. */
final class DeclaredSettings {

    static final String HTTP_PORT = "quarkus.http.port";

    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9000;

    private DeclaredSettings() {}

    /** Names of all settings, as in {@code posthorn.tls.key}. */
    static Set<String> settings() {
        Set<String> names = new TreeSet<>();
        for (Class<?> mapping : mappings()) {
            names.addAll(ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet());
        }
        return names;
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
        return new TreeSet<>(portSettings(service).values());
    }

    /** The same by the settings that say otherwise. */
    static Map<String, Integer> portSettings(String service) {
        Map<String, Integer> ports = new TreeMap<>();
        ports.put("quarkus.management.port", MANAGEMENT);
        switch (service) {
            case "smtp-ingress" -> ports.putAll(ports(IngressSettings.class));
            case "imap-pop-frontend" -> ports.putAll(ports(FrontendSettings.class));
            case "mailbox-api" -> {
                ports.put(HTTP_PORT, HTTP);
                String grpc = "quarkus.grpc.server.port";
                ports.put(grpc, Integer.parseInt(defaults(grpc)));
            }
            default -> ports.put(HTTP_PORT, HTTP);
        }
        return ports;
    }

    private static Map<String, Integer> ports(Class<?> mapping) {
        Map<String, Integer> ports = new TreeMap<>();
        ConfigMappings.getProperties(ConfigClass.configClass(mapping))
                .forEach((name, property) -> {
                    if (name.endsWith("port") && property.hasDefaultValue()) {
                        ports.put(name, Integer.parseInt(property.getDefaultValue()));
                    }
                });
        return ports;
    }

    /** Those of all services: whatever is on the class path says its own. */
    private static Set<Class<?>> mappings() {
        Set<Class<?>> mappings = new LinkedHashSet<>();
        ServiceLoader.load(ServiceSettings.class)
                .forEach(service -> mappings.addAll(service.mappings()));
        return mappings;
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
