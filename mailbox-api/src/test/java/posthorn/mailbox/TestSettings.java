package posthorn.mailbox;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings of a node that a test makes: the defaults, but for what it says. */
public final class TestSettings {

    private TestSettings() {}

    /** Keys without their prefix. */
    public static MailboxSettings with(Map<String, String> values) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(MailboxSettings.class)
                        .withConverter(
                                java.time.Duration.class,
                                200,
                                new io.quarkus.runtime.configuration.DurationConverter());
        values.forEach(
                (key, value) -> builder.withDefaultValue("posthorn.mailbox-api." + key, value));
        return builder.build().getConfigMapping(MailboxSettings.class);
    }
}
