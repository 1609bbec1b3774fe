package posthorn.mailbox;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import posthorn.mailbox.mtasts.OwnPolicies;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.mtasts.StsPolicy.Mode;
import posthorn.protocol.smtp.DomainName;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;

/** Makes the policies of our domains as the settings say. */
final class MtaStsParts {

    private static final String PREFIX = "posthorn.mailbox-api.mta-sts.";

    private MtaStsParts() {}

    @Produces
    @Singleton
    static OwnPolicies policies(MtaStsSettings settings, Hostname hostname) {
        check(settings);
        return new OwnPolicies(
                mode(settings.mode()),
                overrides(settings),
                settings.maxAge(),
                settings.mx().orElse(List.of(hostname.name())).stream()
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Refuses what cannot be used, with its full key. */
    static void check(MtaStsSettings settings) {
        BadSetting.unlessWithin(
                PREFIX + "max-age", settings.maxAge(), Duration.ofHours(1), Duration.ofDays(365));
        overrides(settings);
        settings.host()
                .ifPresent(host -> {
                    if (DomainName.parse(host).isEmpty()) {
                        throw new BadSetting(
                                PREFIX + "host", "is '" + host + "', which is no host name");
                    }
                });
        for (String host : settings.mx().orElse(List.of())) {
            String text = "version: STSv1\nmode: enforce\nmax_age: 1\nmx: " + host;
            if (StsPolicy.parse(text).isEmpty()) {
                throw new BadSetting(
                        PREFIX + "mx",
                        "has '" + host + "', which is no host name and no pattern of one");
            }
        }
    }

    private static Map<String, Optional<Mode>> overrides(MtaStsSettings settings) {
        Map<String, Optional<Mode>> overrides = new HashMap<>();
        for (String each : settings.overrides().orElse(List.of())) {
            int equals = each.indexOf('=');
            String word = each.substring(equals + 1).strip().toUpperCase(Locale.ROOT);
            Optional<DomainName> domain =
                    DomainName.parse(each.substring(0, Math.max(0, equals)).strip());
            List<MtaStsSettings.Mode> modes =
                    List.of(MtaStsSettings.Mode.values()).stream()
                            .filter(mode -> mode.name().equals(word))
                            .toList();
            if (domain.isEmpty() || modes.isEmpty()) {
                throw new BadSetting(
                        PREFIX + "overrides",
                        "has '"
                                + each.strip()
                                + "', has to be a domain, =, and off, none, testing or enforce");
            }
            overrides.put(domain.get().folded(), mode(modes.getFirst()));
        }
        return overrides;
    }

    private static Optional<Mode> mode(MtaStsSettings.Mode mode) {
        return switch (mode) {
            case OFF -> Optional.empty();
            case NONE -> Optional.of(Mode.NONE);
            case TESTING -> Optional.of(Mode.TESTING);
            case ENFORCE -> Optional.of(Mode.ENFORCE);
        };
    }
}
