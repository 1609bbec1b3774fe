package posthorn.mailbox;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import posthorn.mailbox.mongo.MongoSessions;
import posthorn.mailbox.rest.access.Callers;
import posthorn.mailbox.session.Sessions;
import posthorn.runtime.net.Networks;
import posthorn.runtime.settings.BadSetting;

/** Makes what the HTTP resources need as the settings say. */
final class HttpParts {

    private static final String PREFIX = "posthorn.mailbox-api.http.";

    private HttpParts() {}

    @Produces
    @Singleton
    static Sessions sessions(HttpSettings settings, Service service) {
        HttpSettings.Sessions sessions = settings.sessions();
        return new Sessions(
                new MongoSessions(service.database()),
                new Sessions.Limits(
                        sessions.perOwner(),
                        sessions.validFor(),
                        sessions.adminsValidFor(),
                        sessions.secondFactorWithin()),
                InstantSource.system(),
                new SecureRandom());
    }

    @Produces
    @Singleton
    static Callers callers(HttpSettings settings) {
        return new Callers(networks(settings), settings.forwardedBy());
    }

    /** Refuses what cannot be used, with its full key. */
    static void check(HttpSettings settings) {
        networks(settings);
        BadSetting.unlessWithin(PREFIX + "tls-port", settings.tlsPort(), -1, 65_535);
        BadSetting.unlessWithin(PREFIX + "tls-public-port", settings.tlsPublicPort(), 0, 65_535);
        BadSetting.unlessWithin(PREFIX + "redirect-port", settings.redirectPort(), -1, 65_535);
        BadSetting.unlessWithin(
                PREFIX + "idle", settings.idle(), Duration.ofSeconds(1), Duration.ofHours(1));
        HttpSettings.Sessions sessions = settings.sessions();
        Duration least = Duration.ofMinutes(5);
        Duration most = Duration.ofDays(90);
        BadSetting.unlessWithin(PREFIX + "sessions.valid-for", sessions.validFor(), least, most);
        BadSetting.unlessWithin(
                PREFIX + "sessions.admins-valid-for", sessions.adminsValidFor(), least, most);
        BadSetting.unlessWithin(
                PREFIX + "sessions.second-factor-within",
                sessions.secondFactorWithin(),
                Duration.ofSeconds(30),
                Duration.ofHours(1));
        BadSetting.unlessWithin(PREFIX + "sessions.per-owner", sessions.perOwner(), 1, 1000);
    }

    /** The same of the port for operators. */
    static void check(AdminSettings settings) {
        settings.port()
                .ifPresent(port ->
                        BadSetting.unlessWithin(
                                "posthorn.mailbox-api.admin.port", port, 0, 65_535));
    }

    /** The same of the way to delivery-worker. */
    static void check(WorkerSettings settings) {
        String prefix = "posthorn.mailbox-api.worker.";
        String scheme = settings.url().getScheme();
        if (settings.url().getHost() == null
                || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new BadSetting(
                    prefix + "url",
                    "is '" + settings.url() + "', has to be like http://delivery-worker:8080");
        }
        BadSetting.unlessWithin(
                prefix + "within",
                settings.within(),
                Duration.ofMillis(100),
                Duration.ofMinutes(5));
        BadSetting.unlessWithin(prefix + "at-once", settings.atOnce(), 1, 1000);
        BadSetting.unlessWithin(prefix + "waiting", settings.waiting(), 1, 10_000);
        BadSetting.unlessWithin(
                prefix + "most-octets", settings.mostOctets(), 65_536, 1_073_741_824);
    }

    private static Networks networks(HttpSettings settings) {
        return Networks.trusted(
                PREFIX + "trusted-networks", settings.trustedNetworks().orElse(List.of()));
    }
}
