package posthorn.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.SortedMap;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.kafka.LedgerReader;
import posthorn.delivery.mongo.MongoQueueLookup;
import posthorn.runtime.metrics.OwnedGauge;

/**
 * Gauges of the queue and the ledger. The queue is one for all workers: the worker that speaks for
 * all has its gauges, the others have none. It is asked now and then, not at each scrape.
 */
@Singleton
public final class QueueGauges {

    private final MongoQueueLookup queue;
    private final WorkerIdentity self;
    private final LedgerReader ledger;
    private final DestinationGauges destinations;
    private final OwnedGauge depth;
    private final OwnedGauge broken;
    private final OwnedGauge oldest;
    private final OwnedGauge overdue;

    @Inject
    QueueGauges(
            MeterRegistry meters,
            MongoQueueLookup queue,
            LedgerReader ledger,
            DestinationGauges destinations,
            WorkerIdentity self) {
        this.queue = queue;
        this.self = self;
        this.ledger = ledger;
        this.destinations = destinations;
        this.depth =
                OwnedGauge.of(meters, "posthorn.queue.depth", "Messages with something left to do");
        this.broken =
                OwnedGauge.of(
                        meters,
                        "posthorn.queue.broken",
                        "Messages whose queue document this release cannot read");
        this.oldest =
                OwnedGauge.of(
                        meters,
                        "posthorn.queue.oldest.age",
                        "Age of the oldest message with something left to do",
                        "seconds");
        this.overdue =
                OwnedGauge.of(
                        meters,
                        "posthorn.queue.overdue.age",
                        "How long the attempt that was due first has been due",
                        "seconds");
        Gauge.builder("posthorn.ledger.missing", ledger::missing)
                .description("Messages that are in no state, of the partitions of this worker")
                .strongReference(true)
                .register(meters);
    }

    /** Asks the queue when it is for this worker to tell; blocking. */
    void look() {
        if (ledger.speaksForAll()) {
            QueueFigures now = QueueFigures.ask(queue, self.clock());
            depth.show((double) now.depth());
            broken.show((double) now.broken());
            oldest.show(now.oldestSeconds());
            overdue.show(now.overdueSeconds());
            destinations.look(self.clock().millis());
        } else {
            depth.clear();
            broken.clear();
            oldest.clear();
            overdue.clear();
            destinations.clear();
        }
    }

    /** The queue's figures by name, whichever worker tells them otherwise; asks it, blocking. */
    public SortedMap<String, Double> figures() {
        SortedMap<String, Double> figures = QueueFigures.ask(queue, self.clock()).byName();
        figures.put("posthorn_queue_held", (double) destinations.held());
        return figures;
    }
}
