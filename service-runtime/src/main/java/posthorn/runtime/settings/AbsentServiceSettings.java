package posthorn.runtime.settings;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets one set of settings serve all services: what stands under the prefix of a service that is
 * not part of this application is not looked at. A service is part of it when its marker is on the
 * class path, {@code META-INF/posthorn/<prefix>}. Nor is what only some of the services read.
 */
public final class AbsentServiceSettings implements SmallRyeConfigBuilderCustomizer {

    /** Prefixes under {@code posthorn} that belong to one service, or to the launcher. */
    private static final List<String> SERVICES =
            List.of(
                    "smtp-ingress",
                    "delivery-worker",
                    "relay",
                    "mailbox-api",
                    "imap-pop-frontend",
                    "standalone");

    /**
     * Prefixes of settings that several services read and others do not. Their keys are checked by
     * {@link SettingsCheck} everywhere.
     */
    private static final List<String> SHARED = List.of("oauth", "sign-in", "tracing", "log");

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        Stream.concat(absent(), SHARED.stream())
                .forEach(prefix -> builder.withMappingIgnore("posthorn." + prefix + ".**"));
    }

    /** Whether a key belongs to a service that is not part of this application. */
    static boolean names(String key) {
        return absent().anyMatch(service -> key.startsWith("posthorn." + service + "."));
    }

    private static Stream<String> absent() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return SERVICES.stream()
                .filter(service -> loader.getResource("META-INF/posthorn/" + service) == null);
    }
}
