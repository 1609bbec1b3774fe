package posthorn.runtime.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import posthorn.runtime.settings.BadSetting;

/** Where spans go, and of how many messages. The same for all services. */
@ConfigMapping(prefix = "posthorn.tracing")
public interface TracingSettings {

    /**
     * Where spans are sent by OTLP over HTTP with protobuf, such as {@code
     * http://collector:4318/v1/traces}. None: tracing is off, and costs nothing.
     */
    Optional<String> endpoint();

    /** Of how many messages the spans are recorded, 0 (none) to 1 (all). */
    @WithDefault("0.05")
    double ratio();

    /** Spans that wait to be sent, 100 to 1000000; what comes behind them is dropped. */
    @WithDefault("4096")
    int queue();

    /** How long a span waits for others that are sent with it, 100 ms to 1 m. */
    @WithDefault("2s")
    Duration sendEvery();

    /** How long one sending may take, 100 ms to 1 m. */
    @WithDefault("5s")
    Duration timeout();

    /**
     * File with fields of the HTTP request, one {@code name: value} on each line, such as an
     * Authorization that the receiver wants. None: there are none.
     */
    Optional<Path> headersFile();

    /** File with the certificates that are trusted, PEM. None: those of the JDK. */
    Optional<Path> trustedCertificates();

    /** Refuses what cannot be used. */
    static void check(TracingSettings settings) {
        BadSetting.unlessWithin(
                "posthorn.tracing.send-every",
                settings.sendEvery(),
                Duration.ofMillis(100),
                Duration.ofMinutes(1));
        BadSetting.unlessWithin(
                "posthorn.tracing.timeout",
                settings.timeout(),
                Duration.ofMillis(100),
                Duration.ofMinutes(1));
        BadSetting.unlessWithin("posthorn.tracing.queue", settings.queue(), 100, 1_000_000);
        if (!(settings.ratio() >= 0 && settings.ratio() <= 1)) {
            throw new BadSetting(
                    "posthorn.tracing.ratio", "is " + settings.ratio() + ", has to be 0 to 1.");
        }
        settings.endpoint().ifPresent(TracingSettings::checkEndpoint);
    }

    private static void checkEndpoint(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // It is no address, and is told so below.
        }
        throw new BadSetting(
                "posthorn.tracing.endpoint",
                "is '" + endpoint + "', has to be as http://collector:4318/v1/traces.");
    }
}
