package posthorn.delivery.relay;

import java.time.Duration;
import posthorn.runtime.settings.BadSetting;

/** The bounds of {@link RelaySettings}. */
final class RelaySettingsCheck {

    private static final String PREFIX = "posthorn.relay.";

    private RelaySettingsCheck() {}

    /** Refuses what is out of bounds, with its full key. */
    static void check(RelaySettings settings) {
        BadSetting.unlessWithin(PREFIX + "port", settings.port(), 1, 65_535);
        BadSetting.unlessWithin(PREFIX + "hosts-per-attempt", settings.hostsPerAttempt(), 1, 50);
        BadSetting.unlessWithin(
                PREFIX + "idle-per-destination", settings.idlePerDestination(), 0, 100);
        BadSetting.unlessWithin(PREFIX + "idle", settings.idle(), 0, 10_000);
        BadSetting.unlessWithin(
                PREFIX + "messages-per-connection", settings.messagesPerConnection(), 1, 10_000);
        seconds("idle-timeout", settings.idleTimeout(), 600);
        RelaySettings.Timeouts limits = settings.timeouts();
        seconds("timeouts.connect", limits.connect(), 3600);
        seconds("timeouts.greeting", limits.greeting(), 3600);
        seconds("timeouts.hello", limits.hello(), 3600);
        seconds("timeouts.tls", limits.tls(), 3600);
        seconds("timeouts.reset", limits.reset(), 3600);
        seconds("timeouts.quit", limits.quit(), 3600);
        seconds("timeouts.mail", limits.mail(), 3600);
        seconds("timeouts.rcpt", limits.rcpt(), 3600);
        seconds("timeouts.data", limits.data(), 3600);
        seconds("timeouts.block", limits.block(), 3600);
        seconds("timeouts.end-of-data", limits.endOfData(), 3600);
    }

    private static void seconds(String key, Duration value, long most) {
        BadSetting.unlessWithin(PREFIX + key + " (ms)", value.toMillis(), 1000, most * 1000);
    }
}
