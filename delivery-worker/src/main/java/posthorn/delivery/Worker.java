package posthorn.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.QueueRunner;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.delivery.kafka.LedgerReader;
import posthorn.delivery.kafka.PartitionGuard;
import posthorn.delivery.kafka.TraceReader;
import posthorn.delivery.mongo.MongoQueue;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.queue.AnswerLost;
import posthorn.runtime.StopOrder;
import posthorn.runtime.kafka.KafkaTopics;

/**
 * The worker's life: at start the store and the topics are made ready, before the first record is
 * read; then each task runs on a thread of its own until the worker stops.
 */
@Singleton
public final class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FINISH_EVERY = Duration.ofSeconds(5);
    private static final Duration FINISH_AFTER = Duration.ofSeconds(30);
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);
    private static final Duration GUARD_EVERY = Duration.ofSeconds(5);
    private static final Duration GAUGES_EVERY = Duration.ofSeconds(10);
    private static final Duration READER_PAUSE = Duration.ofSeconds(1);

    /** Looking for what is due takes at most a tenth of the time, or some seconds are between. */
    private static final int REST_PER_LOOK = 9;

    private static final Duration LEAST_REST = Duration.ofMillis(20);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final QueueDatabase database;
    private final MongoQueue queue;
    private final MongoTrace trace;
    private final KafkaTopics topics;
    private final QueueRunner queueRunner;
    private final WorkerIdentity self;
    private final DeliveryWorkerSettings settings;
    private final PartitionGuard guard;
    private final QueueGauges gauges;
    private final TraceReader traceReader;
    private final LedgerReader ledger;
    private final WorkerSignals signals;
    private final List<Thread> threads = new ArrayList<>();

    @Inject
    Worker(
            QueueDatabase database,
            MongoQueue queue,
            MongoTrace trace,
            KafkaTopics topics,
            QueueRunner queueRunner,
            WorkerIdentity self,
            DeliveryWorkerSettings settings,
            PartitionGuard guard,
            QueueGauges gauges,
            TraceReader traceReader,
            LedgerReader ledger,
            WorkerSignals signals) {
        this.database = database;
        this.queue = queue;
        this.trace = trace;
        this.topics = topics;
        this.queueRunner = queueRunner;
        this.self = self;
        this.settings = settings;
        this.guard = guard;
        this.gauges = gauges;
        this.traceReader = traceReader;
        this.ledger = ledger;
        this.signals = signals;
    }

    /** Runs before the channels begin to read. */
    void start(@Observes @Priority(100) StartupEvent event) {
        topics.ready();
        prepare();
        LOG.infof("worker %s", self.worker());
        every(
                "beat",
                settings.heartbeat().interval(),
                () -> {
                    queueRunner.heartbeat();
                    queueRunner.takeOver();
                });
        threads.add(Thread.ofVirtual().name("queue-runner").start(this::dueForever));
        every("finish", FINISH_EVERY, this::finish);
        every("guard", GUARD_EVERY, guard::look);
        every("gauges", GAUGES_EVERY, gauges::look);
        every("trace", READER_PAUSE, () -> traceReader.read(signals::stopping));
        every("ledger", READER_PAUSE, () -> ledger.read(signals::stopping));
        every("expire", EXPIRE_EVERY, this::expire);
    }

    /** Tasks end by themselves; one that waits for something else is interrupted in the end. */
    void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) {
        signals.stop();
        long end = System.nanoTime() + STOP_PATIENCE.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
    }

    private void prepare() {
        long end = System.nanoTime() + STORE_PATIENCE.toNanos();
        for (int failures = 1; ; failures++) {
            try {
                database.prepare();
                queueRunner.heartbeat();
                return;
            } catch (RuntimeException e) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "posthorn.mongodb.uri: the store does not answer: " + e.getMessage(),
                            e);
                }
                LOG.warnf("waiting for the store: %s", e.getMessage());
                signals.after(failures);
            }
        }
    }

    private void finish() {
        queueRunner.finish(self.clock().millis() - FINISH_AFTER.toMillis());
    }

    private void expire() {
        long before = self.clock().millis() - settings.journal().toMillis();
        queue.expire(before);
        trace.expire(before);
    }

    /**
     * Looks at once again when a slot was freed, since more may be due than there were slots. The
     * longer a look took, because much that is due has to wait, the longer is the pause behind it.
     */
    private void dueForever() {
        while (!signals.stopping()) {
            try {
                long start = System.nanoTime();
                logged("queue-runner", queueRunner::runDue);
                signals.pause(restAfter(System.nanoTime() - start));
                signals.awaitQueueRun(settings.queueRunInterval());
            } catch (WorkerStopped | InterruptedException e) {
                return;
            }
        }
    }

    private static Duration restAfter(long lookNanos) {
        long nanos = REST_PER_LOOK * lookNanos;
        return Duration.ofNanos(Math.clamp(nanos, LEAST_REST.toNanos(), LONGEST_REST.toNanos()));
    }

    private void every(String name, Duration interval, Runnable task) {
        threads.add(
                Thread.ofVirtual()
                        .name("worker-" + name)
                        .start(() -> {
                            while (!signals.stopping()) {
                                logged(name, task);
                                try {
                                    signals.pause(interval);
                                } catch (WorkerStopped | InterruptedException e) {
                                    return;
                                }
                            }
                        }));
    }

    private void logged(String name, Runnable task) {
        try {
            task.run();
        } catch (WorkerStopped e) {
            LOG.debugf("task %s was stopped", name);
        } catch (AnswerLost e) {
            LOG.warnf("task %s waits: %s", name, e.getMessage());
        } catch (RuntimeException e) {
            if (signals.stopping()) {
                LOG.debugf(e, "task %s ends", name);
            } else {
                LOG.errorf(e, "task %s failed and is run again", name);
            }
        }
    }
}
