package posthorn.runtime.health;

import java.time.Duration;
import posthorn.runtime.settings.BadSetting;

/** The bounds of {@link HealthSettings}. */
public final class HealthSettingsCheck {

    private static final String PREFIX = "posthorn.health.";
    private static final int MOST_PERIODS = 1000;

    private HealthSettingsCheck() {}

    /** Refuses what is out of bounds. */
    public static void check(HealthSettings settings) {
        Duration second = Duration.ofSeconds(1);
        Duration hour = Duration.ofHours(1);
        Duration day = Duration.ofDays(1);
        within("threads-within", settings.threadsWithin(), second, hour);
        within("poll-within", settings.pollWithin(), Duration.ofSeconds(30), day);
        BadSetting.unlessWithin(PREFIX + "task-periods", settings.taskPeriods(), 2, MOST_PERIODS);
        within("task-within", settings.taskWithin(), Duration.ofSeconds(10), day);
        within("account-within", settings.accountWithin(), second, hour);
        within("look-every", settings.lookEvery(), second, hour);
        within("tell-every", settings.tellEvery(), second, day);
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }
}
