package posthorn.delivery.dispatch;

import java.time.Duration;

/** Retry plans for tests. */
final class Plans {

    private Plans() {}

    /** As the settings have it when nobody changes them. */
    static RetryPlan standard() {
        return new RetryPlan(
                Duration.ofMinutes(1),
                Duration.ofHours(4),
                0.1,
                Duration.ofHours(4),
                Duration.ofDays(5));
    }
}
