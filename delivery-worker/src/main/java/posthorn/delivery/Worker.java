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
import posthorn.delivery.kafka.AcceptedChannel;
import posthorn.delivery.kafka.LedgerReader;
import posthorn.delivery.kafka.PartitionGuard;
import posthorn.delivery.kafka.TraceReader;
import posthorn.delivery.mongo.MongoPace;
import posthorn.delivery.mongo.MongoQueue;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.relay.MxRelay;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.StopOrder;
import posthorn.runtime.health.Dependencies;
import posthorn.runtime.health.Preparation;
import posthorn.runtime.health.Preparations;
import posthorn.runtime.kafka.LogState;

/**
 * The worker's life: the start waits for nothing. When the topics and the store's indexes have been
 * made, however long that takes, records are read, and each task runs on a thread of its own until
 * the worker stops.
 */
@Singleton
public final class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);

    /** Behind the channels, which are there then and read by nobody. */
    private static final int START_ORDER = 5_000;

    private static final Duration TASKS_END_WITHIN = Duration.ofSeconds(5);
    private static final Duration FINISH_EVERY = Duration.ofSeconds(15);
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);
    private static final Duration GUARD_EVERY = Duration.ofSeconds(5);
    private static final Duration GAUGES_EVERY = Duration.ofSeconds(10);
    private static final Duration READER_PAUSE = Duration.ofSeconds(1);
    private static final String STORE = "mongodb";
    private static final String NAME_SERVERS = "dns";

    /** Looking for what is due takes at most a tenth of the time, or some seconds are between. */
    private static final int REST_PER_LOOK = 9;

    private static final Duration LEAST_REST = Duration.ofMillis(20);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final QueueDatabase database;
    private final MongoQueue queue;
    private final MongoTrace trace;
    private final TransportTasks transport;
    private final LogState log;
    private final Dependencies dependencies;
    private final Preparations preparations;
    private final AcceptedChannel accepted;
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
    private final PaceTask pace;
    private final MongoPace paceStore;
    private final PeriodicTasks tasks;
    private final List<Thread> threads = new ArrayList<>();
    private final List<PeriodicTask> running = new ArrayList<>();

    @Inject
    Worker(
            QueueDatabase database,
            MongoQueue queue,
            MongoTrace trace,
            TransportTasks transport,
            LogState log,
            Dependencies dependencies,
            Preparations preparations,
            AcceptedChannel accepted,
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
            PaceTask pace,
            MongoPace paceStore,
            PeriodicTasks tasks) {
        this.database = database;
        this.queue = queue;
        this.trace = trace;
        this.transport = transport;
        this.log = log;
        this.dependencies = dependencies;
        this.preparations = preparations;
        this.accepted = accepted;
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
        this.pace = pace;
        this.paceStore = paceStore;
        this.tasks = tasks;
    }

    void start(@Observes @Priority(START_ORDER) StartupEvent event) {
        Preparation topics = log.prepare();
        Preparation indexes =
                preparations.begin(
                        "the indexes of the queue", dependencies.named(STORE), this::prepare);
        Preparation names =
                preparations.begin(
                        "the answer of the name servers",
                        dependencies.named(NAME_SERVERS),
                        transport::check);
        indexes.done().thenRun(() -> dependencies.watch(STORE, database::ping));
        topics.done()
                .thenCombine(indexes.done(), (made, created) -> true)
                .thenCombine(names.done(), (before, answered) -> true)
                .thenRun(() -> Thread.ofVirtual().name("worker-start").start(this::begin));
    }

    private void begin() {
        if (signals.draining()) {
            return;
        }
        LOG.infof("worker %s", self.worker());
        heartbeats();
        queueRuns();
        every("finish", FINISH_EVERY, this::finish);
        every("partition-guard", GUARD_EVERY, guard::look);
        every("queue-gauges", GAUGES_EVERY, gauges::look);
        reader("trace-reader", () -> traceReader.read(signals::draining));
        reader("ledger-reader", () -> ledger.read(signals::draining));
        loop(
                task("pace", pace::run).expectedEvery(pace.every()),
                () -> signals.pauseUntilStop(pace.every()));
        every("expire", EXPIRE_EVERY, this::expire);
        every("reports", transport.interval(), () -> transport.report(signals::draining));
        accepted.begin();
    }

    private void prepare() {
        database.prepare();
        queueRunner.heartbeat();
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
            handOver(graceOver);
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

    /**
     * Records in hand are acknowledged, and the group is left: others read the partitions from then
     * on, while dialogues with other hosts still come to their end here.
     */
    private void handOver(long graceOver) throws InterruptedException {
        inHand.drain(WorkInHand.Kind.RECORDS, Duration.ofNanos(graceOver - System.nanoTime()));
        accepted.leave();
    }

    private void finish() {
        queueRunner.finish(self.clock().millis() - settings.notificationsWithin().toMillis());
    }

    private void expire() {
        long before = self.clock().millis() - settings.journal().toMillis();
        queue.expire(before);
        trace.expire(before);
        paceStore.expire(before);
        transport.expire(self.clock().millis());
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
        loop(task.expectedEvery(interval), () -> signals.pauseUntilStop(interval));
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
                task.expectedEvery(settings.queueRunInterval()),
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
                task(name, unlessDraining(work)).expectedEvery(interval),
                () -> signals.pause(interval));
    }

    /** A consumer of a topic: one run lasts as long as it can read. */
    private void reader(String name, PeriodicTask.Work work) {
        loop(task(name, unlessDraining(work)).expectedToPoll(), () -> signals.pause(READER_PAUSE));
    }

    private PeriodicTask.Work unlessDraining(PeriodicTask.Work work) {
        return () -> {
            if (!signals.draining()) {
                work.run();
            }
        };
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
                        .name("worker-" + task.taskName())
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
