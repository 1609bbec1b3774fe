package posthorn.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What runs, as {@code posthorn.build.info}: always 1, with the version and the revision of the
 * source in its tags.
 */
@Singleton
public final class BuildInfo {

    private static final String FILE = "/META-INF/posthorn/build.properties";

    void start(@Observes StartupEvent event, MeterRegistry meters) {
        Properties build = read();
        Gauge.builder("posthorn.build.info", () -> 1)
                .description("What runs: always 1")
                .tag("version", build.getProperty("version", "unknown"))
                .tag("revision", build.getProperty("revision", "unknown"))
                .strongReference(true)
                .register(meters);
    }

    private static Properties read() {
        Properties build = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream(FILE)) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        return build;
    }
}
