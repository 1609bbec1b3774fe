package posthorn.runtime.mongo;

import com.mongodb.event.ConnectionCheckOutFailedEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import posthorn.runtime.metrics.Buckets;

/**
 * The connections of one client, all servers of a replica set together, as {@code
 * db.client.connection.*} of OpenTelemetry's conventions for database clients. Safe for all
 * threads; allocates nothing.
 */
final class PoolMeters implements ConnectionPoolListener {

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter timeouts;
    private final Timer waits;

    /**
     * Registers the meters.
     *
     * @param pool name of the client, as in {@code mailbox-api}
     * @param most connections that it may have with one server
     */
    PoolMeters(MeterRegistry meters, String pool, int most) {
        Tags tags = Tags.of("db.client.connection.pool.name", pool);
        String state = "db.client.connection.state";
        gauge(meters, "count", "Connections to the database", tags.and(state, "used"), this::used);
        gauge(meters, "count", "Connections to the database", tags.and(state, "idle"), this::idle);
        gauge(meters, "max", "Connections that one server may get", tags, _ -> most);
        gauge(meters, "pending.requests", "Who waits for a connection", tags, this::pending);
        this.timeouts =
                Counter.builder("db.client.connection.timeouts")
                        .description("Who waited for a connection in vain")
                        .tags(tags)
                        .register(meters);
        this.waits =
                Buckets.COMMANDS
                        .timer(
                                "db.client.connection.wait.time",
                                "How long a connection is waited for")
                        .tags(tags)
                        .register(meters);
    }

    private void gauge(
            MeterRegistry meters,
            String name,
            String description,
            Tags tags,
            ToIntFunction<PoolMeters> value) {
        Gauge.builder("db.client.connection." + name, this, value::applyAsInt)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(meters);
    }

    private int used(PoolMeters self) {
        return used.get();
    }

    private int idle(PoolMeters self) {
        return Math.max(0, open.get() - used.get());
    }

    private int pending(PoolMeters self) {
        return waiting.get();
    }

    @Override
    public void connectionCreated(ConnectionCreatedEvent event) {
        open.incrementAndGet();
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        open.decrementAndGet();
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStartedEvent event) {
        waiting.incrementAndGet();
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
        waiting.decrementAndGet();
        used.incrementAndGet();
        waits.record(event.getElapsedTime(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
    }

    @Override
    public void connectionCheckOutFailed(ConnectionCheckOutFailedEvent event) {
        waiting.decrementAndGet();
        if (event.getReason() == ConnectionCheckOutFailedEvent.Reason.TIMEOUT) {
            timeouts.increment();
        }
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedInEvent event) {
        used.decrementAndGet();
    }
}
