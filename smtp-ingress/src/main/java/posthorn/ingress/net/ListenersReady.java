package posthorn.ingress.net;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import posthorn.runtime.IntakeGate;
import posthorn.runtime.health.LocalReadiness;

/**
 * Ready when every port is open and there is room for mail; says which port is not, or why no mail
 * is taken. Without the log or mailbox-api it is ready all the same: who comes is told 451.
 */
@Readiness
@Startup
@Singleton
public final class ListenersReady implements HealthCheck {
    private final SmtpListeners listeners;
    private final IntakeGate gate;
    private final LocalReadiness readiness;

    @Inject
    ListenersReady(SmtpListeners listeners, IntakeGate gate, LocalReadiness readiness) {
        this.listeners = listeners;
        this.gate = gate;
        this.readiness = readiness;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> missing = listeners.missing();
        Optional<String> closed = gate.closed();
        HealthCheckResponseBuilder answer =
                readiness.answer("smtp-ingress", missing.isEmpty() && closed.isEmpty());
        listeners.openPorts().forEach((name, port) -> answer.withData(name, (long) port));
        if (!missing.isEmpty()) {
            answer.withData("not open", String.join(", ", missing));
        }
        closed.ifPresent(why -> answer.withData("no mail is taken", why));
        return answer.build();
    }
}
