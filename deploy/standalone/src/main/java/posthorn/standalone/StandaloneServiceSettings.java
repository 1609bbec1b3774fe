package posthorn.standalone;

import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.List;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.ServiceSettings;

/** The settings of the installation on one machine. */
public final class StandaloneServiceSettings implements ServiceSettings {

    private static final String PREFIX = "posthorn.standalone.";
    private static final int MOST_PORT = 65_535;

    @Override
    public List<Class<?>> mappings() {
        return List.of(StandaloneSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        StandaloneSettings settings = config.getConfigMapping(StandaloneSettings.class);
        BadSetting.unlessWithin(PREFIX + "kafka-port", settings.kafkaPort(), 0, MOST_PORT);
        BadSetting.unlessWithin(PREFIX + "mongodb-port", settings.mongodbPort(), 0, MOST_PORT);
        BadSetting.unlessWithin(
                PREFIX + "min-free-bytes", settings.minFreeBytes(), 0, Long.MAX_VALUE);
        BadSetting.unlessWithin(
                PREFIX + "free-space-interval",
                settings.freeSpaceInterval(),
                Duration.ofMillis(100),
                Duration.ofHours(1));
    }
}
