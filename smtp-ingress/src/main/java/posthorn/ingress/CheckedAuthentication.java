package posthorn.ingress;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import posthorn.ingress.authentication.AuthenticationLimits;
import posthorn.ingress.authentication.AuthenticationPolicy;
import posthorn.protocol.smtp.DomainName;
import posthorn.runtime.settings.BadSetting;

/** The settings of the checks of senders, as the checks want them. */
public final class CheckedAuthentication {
    private static final String PREFIX = "posthorn.smtp-ingress.authentication.";

    private CheckedAuthentication() {}

    /** What a message may cost. */
    public static AuthenticationLimits limits(IngressSettings.Authentication settings) {
        return new AuthenticationLimits(
                settings.timeLimit(),
                settings.reverseTimeLimit(),
                settings.maxQuestions(),
                settings.maxSignatures());
    }

    /** What is done with mail that fails. */
    public static AuthenticationPolicy policy(IngressSettings.Authentication settings) {
        return new AuthenticationPolicy(
                settings.rejecting(),
                settings.quarantining(),
                settings.localFrom(),
                settings.defersUnknownSpf(),
                overrides(settings),
                trustedForwarders(settings));
    }

    /**
     * Checks every value that has bounds.
     *
     * @throws BadSetting with the key of the first that is out of them
     */
    static void check(IngressSettings.Authentication settings) {
        Duration minute = Duration.ofMinutes(1);
        BadSetting.unlessWithin(
                PREFIX + "time-limit",
                settings.timeLimit(),
                Duration.ofSeconds(1),
                minute.multipliedBy(5));
        BadSetting.unlessWithin(
                PREFIX + "reverse-time-limit",
                settings.reverseTimeLimit(),
                Duration.ofMillis(100),
                minute);
        BadSetting.unlessWithin(PREFIX + "max-questions", settings.maxQuestions(), 10, 10_000);
        BadSetting.unlessWithin(PREFIX + "max-signatures", settings.maxSignatures(), 1, 30);
        overrides(settings);
        trustedForwarders(settings);
    }

    private static Set<String> trustedForwarders(IngressSettings.Authentication settings) {
        Set<String> domains = new HashSet<>();
        for (String domain : settings.trustedForwarders().orElse(List.of())) {
            domains.add(
                    DomainName.parse(domain.strip())
                            .orElseThrow(() ->
                                    new BadSetting(
                                            PREFIX + "trusted-forwarders",
                                            "'" + domain + "' is no domain"))
                            .folded());
        }
        return domains;
    }

    private static Map<String, AuthenticationPolicy.Treatment> overrides(
            IngressSettings.Authentication settings) {
        Map<String, AuthenticationPolicy.Treatment> overrides = new HashMap<>();
        for (String entry : settings.overrides().orElse(List.of())) {
            int equals = entry.indexOf('=');
            String domain = equals < 0 ? entry : entry.substring(0, equals).strip();
            String treatment = equals < 0 ? "" : entry.substring(equals + 1).strip();
            overrides.put(
                    DomainName.parse(domain).orElseThrow(() -> bad(entry)).folded(),
                    treatment(entry, treatment));
        }
        return overrides;
    }

    private static AuthenticationPolicy.Treatment treatment(String entry, String word) {
        for (AuthenticationPolicy.Treatment one : AuthenticationPolicy.Treatment.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT))) {
                return one;
            }
        }
        throw bad(entry);
    }

    private static BadSetting bad(String entry) {
        return new BadSetting(
                PREFIX + "overrides",
                "'" + entry + "' is no domain with accept, junk or reject, as in example.org=junk");
    }
}
