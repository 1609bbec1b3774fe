package posthorn.ingress.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import posthorn.runtime.kafka.KafkaConnection;

/** Ready when the log answers: without it, every message would be told 451. */
@Readiness
@Singleton
public final class LogReady implements HealthCheck {
    private static final int QUERY_TIMEOUT_MILLIS = 3_000;

    private final String servers;
    private final Admin admin;

    @Inject
    LogReady(KafkaConnection kafka) {
        this.servers = kafka.servers();
        this.admin =
                Admin.create(
                        kafka.with(
                                Map.of(
                                        AdminClientConfig.CLIENT_ID_CONFIG,
                                        "smtp-ingress-ready",
                                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                        QUERY_TIMEOUT_MILLIS,
                                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                        QUERY_TIMEOUT_MILLIS)));
    }

    @Override
    public HealthCheckResponse call() {
        String name = "smtp-ingress: log";
        try {
            int brokers =
                    admin.describeCluster()
                            .nodes()
                            .get(QUERY_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                            .size();
            return HealthCheckResponse.named(name).up().withData("brokers", brokers).build();
        } catch (ExecutionException | TimeoutException e) {
            return down(name, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down(name, "stopped");
        }
    }

    private HealthCheckResponse down(String name, String why) {
        return HealthCheckResponse.named(name)
                .down()
                .withData("posthorn.kafka.servers", servers)
                .withData("why", why)
                .build();
    }

    @PreDestroy
    void close() {
        // A question to a log that is away would be waited for otherwise, up to a minute.
        admin.close(Duration.ZERO);
    }
}
