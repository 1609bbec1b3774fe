package posthorn.runtime.health;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;

/** Settings and answers of health checks, for tests. */
final class TestHealth {

    private TestHealth() {}

    /** The defaults, but for these. */
    static HealthSettings settings(Map<String, String> changed) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(HealthSettings.class)
                .withDefaultValues(changed)
                .build()
                .getConfigMapping(HealthSettings.class);
    }

    /** Whether an answer is up. */
    static boolean isUp(HealthCheckResponse answer) {
        return answer.getStatus() == Status.UP;
    }

    /** What an answer says of a key; empty: nothing. */
    static String said(HealthCheckResponse answer, String key) {
        return answer.getData().map(data -> String.valueOf(data.getOrDefault(key, ""))).orElse("");
    }
}
