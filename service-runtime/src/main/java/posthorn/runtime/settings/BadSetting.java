package posthorn.runtime.settings;

import java.time.Duration;

/**
 * A setting that cannot be used. Stops the start; its message is one line that begins with the full
 * key of the setting and says what is wanted.
 */
public final class BadSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param key full key, as in {@code posthorn.tls.key}
     * @param problem what is wrong and what to do
     */
    public BadSetting(String key, String problem) {
        super(key + ": " + problem);
    }

    /** Refuses a number that is not within the bounds, both included. */
    public static void unlessWithin(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new BadSetting(key, "is " + value + ", has to be from " + least + " to " + most);
        }
    }

    /** Refuses a duration that is not within the bounds, both included. */
    public static void unlessWithin(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new BadSetting(
                    key,
                    "is "
                            + written(value)
                            + ", has to be from "
                            + written(least)
                            + " to "
                            + written(most));
        }
    }

    /** A duration as settings are written: in the largest unit in which it is a whole number. */
    static String written(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % Duration.ofDays(1).toSeconds() == 0) {
            return duration.toDays() + "d";
        }
        if (seconds % Duration.ofHours(1).toSeconds() == 0) {
            return duration.toHours() + "h";
        }
        return seconds % Duration.ofMinutes(1).toSeconds() == 0
                ? duration.toMinutes() + "m"
                : seconds + "s";
    }
}
