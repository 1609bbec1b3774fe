package posthorn.runtime.health;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * The answer of a service to whether it is ready: yes, when what it is itself responsible for is
 * there and it does not stop. What it depends on and what it still waits for is told with it.
 */
@Singleton
public class LocalReadiness {

    /** Key of what is still waited for; absent: nothing. */
    public static final String WAITS_FOR = "waits for";

    private static final int BEFORE_EVERYTHING = 1;

    private final Dependencies dependencies;
    private final Preparations preparations;
    private volatile boolean stopping;

    /** Over what the process needs and waits for. */
    @Inject
    public LocalReadiness(Dependencies dependencies, Preparations preparations) {
        this.dependencies = dependencies;
        this.preparations = preparations;
    }

    void stop(@Observes @Priority(BEFORE_EVERYTHING) ShutdownEvent event) {
        stopping = true;
    }

    /**
     * The beginning of an answer, to which a service adds what it knows.
     *
     * @param name of the check
     * @param own whether what the service is itself responsible for is there
     */
    public HealthCheckResponseBuilder answer(String name, boolean own) {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named(name).status(own && !stopping);
        dependencies.states().forEach(answer::withData);
        List<String> waiting = preparations.waitingFor();
        if (!waiting.isEmpty()) {
            answer.withData(WAITS_FOR, String.join(", ", waiting));
        }
        if (stopping) {
            answer.withData("stopping", "sessions and calls in hand come to their end");
        }
        return answer;
    }
}
