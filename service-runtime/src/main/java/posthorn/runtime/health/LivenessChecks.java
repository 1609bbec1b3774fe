package posthorn.runtime.health;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;

/** The liveness checks that every service has, each with a name and reasons of its own. */
public final class LivenessChecks {

    private LivenessChecks() {}

    @Produces
    @Singleton
    @Liveness
    static HealthCheck eventLoops(ThreadsLive threads) {
        return threads::eventLoops;
    }

    @Produces
    @Singleton
    @Liveness
    static HealthCheck pools(ThreadsLive threads) {
        return threads::pools;
    }

    @Produces
    @Singleton
    @Liveness
    static HealthCheck consumers(TaskWatch watch, HealthSettings settings) {
        return () ->
                LivenessAnswer.of(
                        "consumers",
                        watch.consumers(),
                        "has not polled",
                        watch.silentConsumers(settings.pollWithin()));
    }

    @Produces
    @Singleton
    @Liveness
    static HealthCheck tasks(TaskWatch watch, HealthSettings settings) {
        return () ->
                LivenessAnswer.of(
                        "tasks",
                        watch.tasks(),
                        "has not ended a run",
                        watch.silentTasks(settings.taskPeriods(), settings.taskWithin()));
    }
}
