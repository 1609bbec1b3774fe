package posthorn.delivery.policy;

import java.time.Duration;

/** Retry plans for tests. */
public final class TestRetryPlans {

    private TestRetryPlans() {}

    /** As the settings have it when nobody changes them. */
    public static RetryPlan standard() {
        return new RetryPlan(
                Duration.ofMinutes(1),
                Duration.ofHours(4),
                0.1,
                Duration.ofHours(4),
                Duration.ofDays(5));
    }
}
