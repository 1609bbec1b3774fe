package posthorn.delivery.relay;

import java.time.Duration;
import java.util.Optional;
import posthorn.runtime.settings.BadSetting;

/** The bounds of {@link RelaySettings}. */
final class RelaySettingsCheck {

    private static final String PREFIX = "posthorn.relay.";

    private static final Duration HOUR = Duration.ofHours(1);

    private RelaySettingsCheck() {}

    /** Refuses what is out of bounds, with its full key. */
    static void check(RelaySettings settings) {
        ForbiddenHosts.check(settings);
        OperatorRoutes.routes(settings);
        OperatorRoutes.smarthost(settings);
        BadSetting.unlessWithin(PREFIX + "port", settings.port(), 1, 65_535);
        BadSetting.unlessWithin(PREFIX + "hosts-per-attempt", settings.hostsPerAttempt(), 1, 50);
        BadSetting.unlessWithin(
                PREFIX + "idle-per-destination", settings.idlePerDestination(), 0, 100);
        BadSetting.unlessWithin(PREFIX + "mx-records", settings.mxRecords(), 1, 200);
        BadSetting.unlessWithin(PREFIX + "idle", settings.idle(), 0, 10_000);
        BadSetting.unlessWithin(
                PREFIX + "messages-per-connection", settings.messagesPerConnection(), 1, 10_000);
        within("idle-timeout", settings.idleTimeout(), Duration.ofMinutes(10));
        tls(settings.tls());
        RelaySettings.Timeouts limits = settings.timeouts();
        within("timeouts.dns", limits.dns(), HOUR);
        within("timeouts.connect", limits.connect(), HOUR);
        within("timeouts.greeting", limits.greeting(), HOUR);
        within("timeouts.hello", limits.hello(), HOUR);
        within("timeouts.tls", limits.tls(), HOUR);
        within("timeouts.reset", limits.reset(), HOUR);
        within("timeouts.quit", limits.quit(), HOUR);
        within("timeouts.mail", limits.mail(), HOUR);
        within("timeouts.rcpt", limits.rcpt(), HOUR);
        within("timeouts.data", limits.data(), HOUR);
        within("timeouts.block", limits.block(), HOUR);
        within("timeouts.end-of-data", limits.endOfData(), HOUR);
    }

    private static void tls(RelaySettings.Tls tls) {
        tls.trustedCertificates().ifPresent(file -> new AuthorityCheck(Optional.of(file)));
        RelaySettings.MtaSts sts = tls.mtaSts();
        BadSetting.unlessWithin(PREFIX + "tls.mta-sts.port", sts.port(), 1, 65_535);
        BadSetting.unlessWithin(PREFIX + "tls.mta-sts.at-once", sts.atOnce(), 1, 1000);
        BadSetting.unlessWithin(PREFIX + "tls.mta-sts.remembered", sts.remembered(), 1, 1_000_000);
        within("tls.mta-sts.within", sts.within(), Duration.ofMinutes(5));
        within("tls.mta-sts.look-again", sts.lookAgain(), Duration.ofDays(1));
    }

    private static void within(String key, Duration value, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, Duration.ofSeconds(1), most);
    }
}
