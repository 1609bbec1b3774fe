package posthorn.delivery;

import java.time.Duration;
import posthorn.runtime.settings.BadSetting;

/** The bounds of {@link PaceSettings}. */
final class PaceSettingsCheck {

    private static final String PREFIX = "posthorn.pace.";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int LONGEST_NAME = 100;

    private PaceSettingsCheck() {}

    /** Refuses what is out of bounds, with its full key. */
    static void check(PaceSettings s) {
        number("most-connections", s.mostConnections(), 1, 1000);
        number("first-connections", s.firstConnections(), 1, s.mostConnections());
        number("alone-connections", s.aloneConnections(), 1, 100);
        number("most-per-minute", s.mostPerMinute(), 1, 1_000_000);
        number("least-per-minute", s.leastPerMinute(), 1, Math.min(100_000, s.mostPerMinute()));
        number("step-per-minute", s.stepPerMinute(), 1, 100_000);
        number("alone-per-minute", s.alonePerMinute(), 1, 100_000);
        BadSetting.unlessWithin(
                PREFIX + "round", s.round(), Duration.ofMillis(100), Duration.ofMinutes(1));
        BadSetting.unlessWithin(
                PREFIX + "lease", s.lease(), Duration.ofSeconds(3), Duration.ofMinutes(10));
        number("dead-after", s.deadAfter(), 1, 1000);
        BadSetting.unlessWithin(PREFIX + "first-rest", s.firstRest(), SECOND, Duration.ofHours(1));
        BadSetting.unlessWithin(
                PREFIX + "longest-rest", s.longestRest(), s.firstRest(), Duration.ofDays(1));
        number("waiting-per-site", s.waitingPerSite(), 1, 1_000_000);
        number("remembered", s.remembered(), 100, 10_000_000);
        number("sites-with-gauges", s.sitesWithGauges(), 0, 1000);
        warmUp(s.warmUp());
    }

    private static void warmUp(PaceSettings.WarmUp s) {
        number("warm-up.first", s.first(), 1, 1_000_000);
        number("warm-up.done", s.done(), s.first(), 1_000_000_000);
        number("warm-up.providers", s.providers().size(), 1, 1000);
        if (s.address().length() > LONGEST_NAME) {
            throw new BadSetting(
                    PREFIX + "warm-up.address", "has at most " + LONGEST_NAME + " characters");
        }
    }

    private static void number(String key, long value, long least, long most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }
}
