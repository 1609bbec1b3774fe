package posthorn.runtime.tls;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import posthorn.protocol.smtp.DomainName;
import posthorn.runtime.settings.BadSetting;

/** What has to hold of {@link AcmeSettings} beyond the types of its values. */
public final class AcmeSettingsCheck {

    private AcmeSettingsCheck() {}

    /** Refuses what cannot be used, with its full key. */
    public static void check(AcmeSettings settings) {
        settings.directory()
                .ifPresent(url -> {
                    directory(url);
                    if (!settings.termsAgreed()) {
                        throw new BadSetting(
                                "posthorn.acme.terms-agreed",
                                "has to be true: read the terms of the authority at " + url);
                    }
                });
        settings.trustedCertificates()
                .ifPresent(file -> {
                    if (!Files.isReadable(file)) {
                        throw new BadSetting(
                                "posthorn.acme.trusted-certificates",
                                "is " + file + ", which cannot be read");
                    }
                });
        for (String name : settings.names().orElse(List.of())) {
            if (DomainName.parse(name).isEmpty()) {
                throw new BadSetting(
                        "posthorn.acme.names", "has '" + name + "', which is no host name");
            }
        }
        BadSetting.unlessWithin("posthorn.acme.orders-an-hour", settings.ordersAnHour(), 1, 10_000);
        times(settings);
    }

    private static void directory(String url) {
        boolean good;
        try {
            URI parsed = URI.create(url);
            good = parsed.isAbsolute() && List.of("https", "http").contains(parsed.getScheme());
        } catch (IllegalArgumentException e) {
            good = false;
        }
        if (!good) {
            throw new BadSetting(
                    "posthorn.acme.directory",
                    "is '"
                            + url
                            + "', has to be like https://acme-v02.api.letsencrypt.org/directory");
        }
    }

    private static void times(AcmeSettings settings) {
        Duration second = Duration.ofSeconds(1);
        Duration hour = Duration.ofHours(1);
        Duration day = Duration.ofDays(1);
        time("renew-before", settings.renewBefore(), hour, Duration.ofDays(60));
        time("look-every", settings.lookEvery(), second, day);
        time("retry-after", settings.retryAfter(), second, day);
        time("longest-retry", settings.longestRetry(), second, Duration.ofDays(30));
        time("answers-within", settings.answersWithin(), second, Duration.ofMinutes(5));
        time("order-within", settings.orderWithin(), second, hour);
        time("abandoned-after", settings.abandonedAfter(), second, day);
        time("challenge-wait", settings.challengeWait(), Duration.ZERO, Duration.ofMinutes(5));
        time(
                "renewal-info-every",
                settings.renewalInfoEvery(),
                Duration.ofMinutes(1),
                Duration.ofDays(7));
        time("read-every", settings.readEvery(), second, hour);
    }

    private static void time(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin("posthorn.acme." + key, value, least, most);
    }
}
