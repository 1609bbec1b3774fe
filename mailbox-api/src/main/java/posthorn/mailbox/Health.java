package posthorn.mailbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the store answers and has its indexes. Without the log the service works, only other
 * pods hear of changes later; accounts that cannot be read are named, for an operator.
 */
@Readiness
@Singleton
public final class Health implements AsyncHealthCheck {

    private final Service service;

    @Inject
    Health(Service service, MeterRegistry meters) {
        this.service = service;
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

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("mailbox-api")
                        .withData("changes", service.reader().isReading() ? "read" : "away")
                        .withData("stuckAccounts", service.accounts().stuck().size());
        if (!service.isStoreReady()) {
            return Uni.createFrom()
                    .item(answer.down().withData("store", "its indexes are not there yet").build());
        }
        return service.database()
                .ping()
                .replaceWith(() -> answer.up().withData("store", "answers").build())
                .onFailure()
                .recoverWithItem(() -> answer.down().withData("store", "gives no answer").build());
    }
}
