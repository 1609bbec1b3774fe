package posthorn.runtime.net;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late event loops are, as {@code posthorn.event.loop.lag}: each loop is to run a task every
 * two seconds, and the gauge is the longest that one of a group was late within the last minute or
 * so. A loop that does not come back at all is late by as long as it has been away.
 */
@Singleton
public final class EventLoopLag {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int REMEMBERED = 32;

    private final MeterRegistry meters;

    @Inject
    EventLoopLag(MeterRegistry meters) {
        this.meters = meters;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        watch(((VertxInternal) vertx).getEventLoopGroup(), "vertx");
    }

    /** Watches the loops of the mail listeners, too. */
    public void watchListeners() {
        watch(EventLoops.shared(), "mail-io");
    }

    private void watch(EventExecutorGroup loops, String group) {
        List<Loop> watched = new ArrayList<>();
        for (EventExecutor each : loops) {
            watched.add(new Loop(each));
        }
        watched.forEach(Loop::begin);
        Gauge.builder(
                        "posthorn.event.loop.lag",
                        watched,
                        all -> all.stream().mapToLong(Loop::longest).max().orElse(0) / 1e9)
                .description("The longest that an event loop was late within a minute")
                .baseUnit("seconds")
                .tag("loops", group)
                .strongReference(true)
                .register(meters);
    }

    /** When a loop is to be there next, and how late it was the last times. */
    private static final class Loop {
        private final EventExecutor executor;
        private final long[] late = new long[REMEMBERED];
        private int turn;
        private long due = Long.MAX_VALUE;

        Loop(EventExecutor executor) {
            this.executor = executor;
        }

        void begin() {
            executor.scheduleWithFixedDelay(
                    this::ran, EVERY.toNanos(), EVERY.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void ran() {
            long now = System.nanoTime();
            late[turn] = due == Long.MAX_VALUE ? 0 : Math.max(0, now - due);
            turn = (turn + 1) % REMEMBERED;
            due = now + EVERY.toNanos();
        }

        synchronized long longest() {
            long longest = due == Long.MAX_VALUE ? 0 : Math.max(0, System.nanoTime() - due);
            for (long each : late) {
                longest = Math.max(longest, each);
            }
            return longest;
        }
    }
}
