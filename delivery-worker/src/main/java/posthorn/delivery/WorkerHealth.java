package posthorn.delivery;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import posthorn.delivery.kafka.AcceptedPartitions;
import posthorn.runtime.health.LocalReadiness;

/**
 * Ready as soon as it has started: it reads from the log, and nobody comes to it. Log, store and
 * what it waits for are told, and partitions that an operator has to look at.
 */
@Readiness
@Startup
@ApplicationScoped
public class WorkerHealth implements HealthCheck {

    private final LocalReadiness readiness;
    private final AcceptedPartitions log;

    @Inject
    WorkerHealth(LocalReadiness readiness, @Identifier("accepted-log") AcceptedPartitions log) {
        this.readiness = readiness;
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        return readiness
                .answer("delivery-worker", true)
                .withData(
                        "log", log.stopped().isEmpty() ? "is read" : "stopped at " + log.stopped())
                .build();
    }
}
