package posthorn.ingress.net;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import posthorn.runtime.IntakeGate;

/** Ready when every port is open and mail is taken; says which port is not, or why none is. */
@Readiness
@Singleton
public final class ListenersReady implements HealthCheck {
    private final SmtpListeners listeners;
    private final IntakeGate gate;

    @Inject
    ListenersReady(SmtpListeners listeners, IntakeGate gate) {
        this.listeners = listeners;
        this.gate = gate;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> missing = listeners.missing();
        Optional<String> closed = gate.closed();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("smtp-ingress: listeners")
                        .status(missing.isEmpty() && closed.isEmpty());
        listeners.openPorts().forEach((name, port) -> answer.withData(name, (long) port));
        if (!missing.isEmpty()) {
            answer.withData("not open", String.join(", ", missing));
        }
        closed.ifPresent(why -> answer.withData("no mail is taken", why));
        return answer.build();
    }
}
