package posthorn.runtime.health;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import posthorn.runtime.net.EventLoops;

/**
 * Event loops and pools of threads have to answer: one that is stuck serves nobody, and the rest of
 * the process does not notice. Virtual threads are asked too: they stand still when all of their
 * carriers are held.
 */
@Singleton
public class ThreadsLive {

    /** Listeners of mail make their event loops when they are opened. */
    private static final int BEHIND_LISTENERS = 10_000;

    private final HealthSettings settings;
    private final Answering loops;
    private final Answering pools;

    /** Nothing is watched before the start. */
    @Inject
    public ThreadsLive(HealthSettings settings) {
        this(settings, System::nanoTime);
    }

    ThreadsLive(HealthSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.loops = new Answering(nanos);
        this.pools = new Answering(nanos);
    }

    void start(@Observes @Priority(BEHIND_LISTENERS) StartupEvent event, Vertx vertx) {
        int number = 0;
        for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
            loop("vertx-" + number++, loop);
        }
        number = 0;
        for (EventExecutor loop : EventLoops.made()) {
            loop("mail-io-" + number++, loop);
        }
        pool("workers", Arc.container().getExecutorService());
        pool("virtual", task -> Thread.ofVirtual().name("live").start(task));
    }

    /** Has an event loop watched. */
    public void loop(String name, Executor loop) {
        loops.add(name, loop);
    }

    /** Has a pool of threads watched. */
    public void pool(String name, Executor pool) {
        pools.add(name, pool);
    }

    HealthCheckResponse eventLoops() {
        return LivenessAnswer.of(
                "event-loops",
                loops.size(),
                "has not answered",
                loops.silent(settings.threadsWithin()));
    }

    HealthCheckResponse pools() {
        return LivenessAnswer.of(
                "worker-pools",
                pools.size(),
                "has not answered",
                pools.silent(settings.threadsWithin()));
    }
}
