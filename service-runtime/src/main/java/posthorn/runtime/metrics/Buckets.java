package posthorn.runtime.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/**
 * The bounds of the histograms. They are the same in every pod and never follow what is measured,
 * so that buckets of many pods can be added up.
 */
public final class Buckets {

    /** Answers to commands and calls: 1 ms to 30 s. */
    public static final Buckets ANSWERS =
            new Buckets(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);

    /** Commands of the database, fewer since there are many kinds of them: 1 ms to 10 s. */
    public static final Buckets COMMANDS = new Buckets(1, 5, 10, 50, 100, 500, 1_000, 10_000);

    /** Ways of messages: 5 ms to a day. */
    public static final Buckets WAYS =
            new Buckets(
                    5,
                    10,
                    25,
                    50,
                    100,
                    250,
                    500,
                    1_000,
                    2_500,
                    5_000,
                    10_000,
                    30_000,
                    60_000,
                    300_000,
                    1_800_000,
                    14_400_000,
                    86_400_000);

    private static final double[] OCTETS = {
        1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26
    };

    private final Duration[] bounds;

    private Buckets(long... millis) {
        this.bounds = Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /** A timer that counts into these. */
    public Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(bounds);
    }

    /** A summary of sizes in octets that counts into buckets of 1 KiB to 64 MiB. */
    public static DistributionSummary.Builder octets(String name, String description) {
        return DistributionSummary.builder(name)
                .description(description)
                .baseUnit("bytes")
                .serviceLevelObjectives(OCTETS);
    }
}
