package posthorn.mailbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import posthorn.runtime.health.LocalReadiness;

/**
 * Ready as soon as it has started, also without store and log: who calls is told UNAVAILABLE then,
 * and calls again. Without the log the service works, only other pods hear of changes later;
 * accounts that cannot be read are counted, for an operator.
 */
@Readiness
@Startup
@Singleton
public final class Health implements HealthCheck {

    private final Service service;
    private final LocalReadiness readiness;

    @Inject
    Health(Service service, LocalReadiness readiness, MeterRegistry meters) {
        this.service = service;
        this.readiness = readiness;
        Gauge.builder("posthorn.mailbox.accounts.cached", service, s -> s.accounts().size())
                .description("accounts in memory")
                .register(meters);
        Gauge.builder("posthorn.mailbox.accounts.stuck", service, s -> s.accounts().stuck().size())
                .description("accounts whose log cannot be read to its end: an alarm")
                .register(meters);
        Gauge.builder(
                        "posthorn.mailbox.accounts.defects",
                        service,
                        s -> s.accounts().held().defects())
                .description("accounts that were loaded anew after a defect: an alarm")
                .register(meters);
        Gauge.builder("posthorn.mailbox.notices.dropped", service, s -> s.sender().dropped())
                .description("entries that other pods heard of late")
                .register(meters);
    }

    /** The figures are there from the start on, whether somebody asks for health or not. */
    void exists(@Observes StartupEvent started) {
        // Whoever observes is made.
    }

    @Override
    public HealthCheckResponse call() {
        return readiness
                .answer("mailbox-api", true)
                .withData("changes", service.reader().isReading() ? "read" : "away")
                .withData("stuckAccounts", service.accounts().stuck().size())
                .build();
    }
}
