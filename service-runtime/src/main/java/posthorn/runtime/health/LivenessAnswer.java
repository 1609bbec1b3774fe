package posthorn.runtime.health;

import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** The answer of a liveness check: down, with a reason for each that is not alive. */
public final class LivenessAnswer {

    private LivenessAnswer() {}

    /**
     * Makes one.
     *
     * @param name of the check
     * @param watched how many are watched
     * @param reason completes "{@code name} … for 35 s"
     * @param silent those that are not alive, with since when
     */
    public static HealthCheckResponse of(
            String name, int watched, String reason, Map<String, Duration> silent) {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named(name)
                        .status(silent.isEmpty())
                        .withData("watched", (long) watched);
        silent.forEach(
                (who, since) -> answer.withData(who, reason + " for " + since.toSeconds() + " s"));
        return answer.build();
    }
}
