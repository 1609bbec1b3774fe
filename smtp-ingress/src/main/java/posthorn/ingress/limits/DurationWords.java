package posthorn.ingress.limits;

import java.time.Duration;

/** Durations as replies say them: {@code 40 seconds}, {@code 2 minutes}, {@code 1 day}. */
public final class DurationWords {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationWords() {}

    /** In the largest unit of which there are at least two, or exactly one, rounded up. */
    public static String of(Duration time) {
        long seconds = Math.max(1, time.plusNanos(999_999_999).toSeconds());
        if (seconds % DAY == 0 || seconds > 2 * DAY) {
            return words(seconds, DAY, "day");
        } else if (seconds % HOUR == 0 || seconds > 2 * HOUR) {
            return words(seconds, HOUR, "hour");
        } else if (seconds % MINUTE == 0 || seconds > 2 * MINUTE) {
            return words(seconds, MINUTE, "minute");
        }
        return words(seconds, 1, "second");
    }

    private static String words(long seconds, long unit, String name) {
        long count = (seconds + unit - 1) / unit;
        return count + " " + name + (count == 1 ? "" : "s");
    }
}
