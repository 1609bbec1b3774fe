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
import posthorn.delivery.relay.MxRelay;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.StopOrder;
import posthorn.runtime.kafka.KafkaTopics;

/**
 * The worker's life: at start the store and the topics are made ready, before the first record is
 * read; then each task runs on a thread of its own until the worker stops.
 */
@Singleton
public final class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Duration STORE_READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration TASKS_END_WITHIN = Duration.ofSeconds(5);
    private static final Duration FINISH_EVERY = Duration.ofSeconds(15);
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
    private final WorkInHand inHand;
    private final MxRelay relay;
    private final PeriodicTasks tasks;
    private final List<Thread> threads = new ArrayList<>();
    private final List<PeriodicTask> running = new ArrayList<>();

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
            WorkerSignals signals,
            WorkInHand inHand,
            MxRelay relay,
            PeriodicTasks tasks) {
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
        this.inHand = inHand;
        this.relay = relay;
        this.tasks = tasks;
    }

    /** Runs before the channels begin to read. */
    void start(@Observes @Priority(100) StartupEvent event) {
        topics.ready();
        prepare();
        LOG.infof("worker %s", self.worker());
        heartbeats();
        queueRuns();
        every("finish", FINISH_EVERY, this::finish);
        every("partition-guard", GUARD_EVERY, guard::look);
        every("queue-gauges", GAUGES_EVERY, gauges::look);
        every("trace-reader", READER_PAUSE, () -> traceReader.read(signals::draining));
        every("ledger-reader", READER_PAUSE, () -> ledger.read(signals::draining));
        every("expire", EXPIRE_EVERY, this::expire);
    }

    /**
     * Takes no new work, waits for the records and dialogues in hand, then ends the rest. A
     * dialogue that the grace time does not suffice for is cut when the connections close.
     */
    void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) {
        running.forEach(PeriodicTask::close);
        signals.drain();
        traceReader.wakeUp();
        ledger.wakeUp();
        try {
            inHand.refuseMore();
            long graceOver = System.nanoTime() + settings.stop().grace().toNanos();
            relay.stop(settings.stop().grace());
            if (!inHand.drain(Duration.ofNanos(Math.max(0, graceOver - System.nanoTime())))) {
                LOG.warnf(
                        "stopped with %d records and %d dialogues in hand: posthorn.delivery-worker"
                                + ".stop.grace is over",
                        inHand.count(WorkInHand.Kind.RECORDS),
                        inHand.count(WorkInHand.Kind.DIALOGUES));
            }
            signals.stop();
            inHand.close();
            long end = System.nanoTime() + TASKS_END_WITHIN.toNanos();
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        signals.stop();
        inHand.close();
        threads.forEach(Thread::interrupt);
    }

    private void prepare() {
        long end = System.nanoTime() + STORE_READY_WITHIN.toNanos();
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
        queueRunner.finish(self.clock().millis() - settings.notificationsWithin().toMillis());
    }

    private void expire() {
        long before = self.clock().millis() - settings.journal().toMillis();
        queue.expire(before);
        trace.expire(before);
    }

    /** Go on while work in hand is being finished: its claims are not to be lost meanwhile. */
    private void heartbeats() {
        PeriodicTask task =
                task(
                        "heartbeat",
                        () -> {
                            queueRunner.heartbeat();
                            if (!signals.draining()) {
                                queueRunner.takeOver();
                            }
                        });
        Duration interval = settings.heartbeat().interval();
        loop(task, () -> signals.pauseUntilStop(interval));
    }

    /**
     * Looks at once again when a slot was freed, since more may be due than there were slots. The
     * longer a look took, because much that is due has to wait, the longer is the pause behind it.
     */
    private void queueRuns() {
        long[] took = new long[1];
        PeriodicTask task =
                task(
                        "queue-runner",
                        () -> {
                            long start = System.nanoTime();
                            try {
                                queueRunner.runDue();
                            } finally {
                                took[0] = System.nanoTime() - start;
                            }
                        });
        loop(
                task,
                () -> {
                    signals.pause(restAfter(took[0]));
                    signals.awaitQueueRun(settings.queueRunInterval());
                });
    }

    private static Duration restAfter(long lookNanos) {
        long nanos = REST_PER_LOOK * lookNanos;
        return Duration.ofNanos(Math.clamp(nanos, LEAST_REST.toNanos(), LONGEST_REST.toNanos()));
    }

    private void every(String name, Duration interval, PeriodicTask.Work work) {
        loop(
                task(
                        name,
                        () -> {
                            if (!signals.draining()) {
                                work.run();
                            }
                        }),
                () -> signals.pause(interval));
    }

    private PeriodicTask task(String name, PeriodicTask.Work work) {
        PeriodicTask task = tasks.task(name, work);
        running.add(task);
        return task;
    }

    private interface Rest {
        void take() throws InterruptedException;
    }

    /** Whatever a run throws ends that run alone. */
    private void loop(PeriodicTask task, Rest rest) {
        threads.add(
                Thread.ofVirtual()
                        .name("worker-" + task.name())
                        .start(() -> {
                            try {
                                while (true) {
                                    task.attempt();
                                    rest.take();
                                }
                            } catch (WorkerStopped | InterruptedException e) {
                                // The worker stops.
                            }
                        }));
    }
}
