package posthorn.delivery.pace;

import java.time.Duration;

/** Limits for tests: those that are set when nobody sets any. */
public final class TestLimits {

    private TestLimits() {}

    /** The limits. */
    public static PaceLimits standard() {
        return new PaceLimits(
                10,
                40,
                30,
                10_000,
                120,
                5,
                15,
                Duration.ofSeconds(15),
                10,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                1000);
    }
}
