package posthorn.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.kafka.LedgerReader;
import posthorn.delivery.mongo.MongoQueueLookup;

/** Gauges of the queue and the ledger; the queue is asked now and then, not at each scrape. */
@Singleton
final class QueueGauges {

    private final MongoQueueLookup queue;
    private final WorkerIdentity self;
    private volatile long depth;
    private volatile long oldestSeconds;
    private volatile long broken;

    @Inject
    QueueGauges(
            MeterRegistry meters,
            MongoQueueLookup queue,
            LedgerReader ledger,
            WorkerIdentity self) {
        this.queue = queue;
        this.self = self;
        Gauge.builder("posthorn.queue.depth", () -> depth)
                .description("Messages with something left to do")
                .register(meters);
        Gauge.builder("posthorn.queue.oldest.seconds", () -> oldestSeconds)
                .description("Age of the oldest of them")
                .register(meters);
        Gauge.builder("posthorn.queue.broken", () -> broken)
                .description("Messages whose queue document this release cannot read")
                .register(meters);
        Gauge.builder("posthorn.ledger.missing", ledger::missing)
                .description("Messages that are in no state")
                .register(meters);
    }

    /** Asks the queue; blocking. */
    void look() {
        depth = queue.depth();
        broken = queue.broken();
        oldestSeconds = depth == 0 ? 0 : ageOfOldest();
    }

    private long ageOfOldest() {
        return queue.oldest()
                .map(at -> Math.max(0, (self.clock().millis() - at) / 1000))
                .orElse(0L);
    }
}
