package posthorn.mailbox;

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
    Health(Service service, LocalReadiness readiness) {
        this.service = service;
        this.readiness = readiness;
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
