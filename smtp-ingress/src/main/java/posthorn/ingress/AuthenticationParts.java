package posthorn.ingress;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import posthorn.ingress.authentication.DnsAuthentication;
import posthorn.ingress.authentication.SenderAuthentication;
import posthorn.ingress.session.Directory;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.settings.Hostname;

/** Makes the checks of senders as the settings say. */
final class AuthenticationParts {
    private AuthenticationParts() {}

    @Produces
    @Singleton
    static SenderAuthentication authentication(
            CheckedSettings checked,
            DnsClient dns,
            Directory directory,
            Hostname hostname,
            MeterRegistry metrics) {
        IngressSettings.Authentication settings = checked.get().authentication();
        return settings.enabled()
                ? new DnsAuthentication(
                        dns::within,
                        CheckedAuthentication.limits(settings),
                        CheckedAuthentication.policy(settings),
                        hostname.name(),
                        directory::isOurs,
                        metrics)
                : SenderAuthentication.none();
    }
}
