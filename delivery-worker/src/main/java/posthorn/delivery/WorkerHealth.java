package posthorn.delivery;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import posthorn.delivery.kafka.AcceptedPartitions;
import posthorn.delivery.mongo.QueueDatabase;

/** Ready when the queue's store answers and every partition is read. */
@Readiness
@ApplicationScoped
public class WorkerHealth implements HealthCheck {

    private final QueueDatabase database;
    private final AcceptedPartitions log;

    @Inject
    WorkerHealth(QueueDatabase database, @Identifier("accepted-log") AcceptedPartitions log) {
        this.database = database;
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        boolean store = database.answers();
        boolean reading = log.stopped().isEmpty();
        return HealthCheckResponse.named("delivery-worker")
                .status(store && reading)
                .withData("store", store ? "answers" : "does not answer")
                .withData("log", reading ? "is read" : "stopped at " + log.stopped())
                .build();
    }
}
