package posthorn.mailbox.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.protocol.wire.AccountChanged;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.LateProducer;
import posthorn.runtime.kafka.LogState;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.kafka.TraceHeaders;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.TraceContext;

/**
 * Writes notices, from one thread of its own: whoever appended an entry never waits for the topic.
 * What is appended to an account within a moment is told once, by its last entry: others read the
 * log up to that.
 */
public final class NoticeSender implements EntryNotifier, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NoticeSender.class);
    private static final int WAITING = 10_000;

    private record Head(String account, long n, TraceContext trace) {
        Head later(Head other) {
            return other.n() > n ? other : this;
        }
    }

    private final BlockingQueue<Head> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final String pod;
    private final Duration gather;
    private final EntryTraces traces;
    private final String topic;
    private final LateProducer producer;
    private final Thread thread;
    private final PeriodicTask task;

    /**
     * @param kafka where the log is
     * @param log whether the topic is there: notices are dropped before
     * @param pod names this process among the others
     * @param gather how long an entry waits for others that are told with it
     * @param traces says which entries are part of a trace
     */
    public NoticeSender(
            KafkaConnection kafka,
            LogState log,
            String pod,
            Duration gather,
            EntryTraces traces,
            PeriodicTasks tasks) {
        this.task = tasks.task("send-notices", this::sendGathered);
        this.pod = pod;
        this.gather = gather;
        this.traces = traces;
        this.topic = kafka.named(Topics.CHANGES);
        this.producer =
                LateProducer.of(
                        log::isReady,
                        () ->
                                kafka.producer(
                                        Map.of(
                                                ProducerConfig.CLIENT_ID_CONFIG,
                                                        "mailbox-api-" + pod,
                                                ProducerConfig.ACKS_CONFIG, "1",
                                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false",
                                                ProducerConfig.LINGER_MS_CONFIG, "0",
                                                ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
                                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
                                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
                                                ProducerConfig.BUFFER_MEMORY_CONFIG, "8388608")));
        this.thread = Thread.ofPlatform().daemon().name("notices-out").start(this::send);
    }

    @Override
    public void appended(Entry entry) {
        if (!waiting.offer(new Head(entry.account(), entry.n(), traces.of(entry)))) {
            dropped.incrementAndGet();
        }
    }

    /** Notices that never went out since the start: others heard of their entries later. */
    public long dropped() {
        return dropped.get();
    }

    /** A failure loses the notices of a moment only. */
    private void send() {
        while (!Thread.currentThread().isInterrupted()) {
            task.attempt();
        }
    }

    private void sendGathered() throws InterruptedException {
        List<Head> gathered = new ArrayList<>();
        gathered.add(waiting.take());
        // What comes in this moment goes out with it; nobody waits for this thread.
        Thread.sleep(gather);
        waiting.drainTo(gathered);
        Map<String, Head> heads = new LinkedHashMap<>();
        gathered.forEach(head -> heads.merge(head.account(), head, Head::later));
        heads.values().forEach(this::send);
    }

    private void send(Head head) {
        AccountChanged changed =
                AccountChanged.newBuilder()
                        .setAccount(head.account())
                        .setN(head.n())
                        .setPod(pod)
                        .build();
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, head.account(), changed.toByteArray());
        Span span = traces.send(Topics.CHANGES, head.trace());
        TraceHeaders.put(record.headers(), span.context());
        try {
            producer.get()
                    .send(
                            record,
                            (where, failure) -> {
                                if (failure != null) {
                                    dropped.incrementAndGet();
                                    span.failed(failure.getClass().getSimpleName());
                                }
                                span.end();
                            });
        } catch (KafkaException e) {
            dropped.incrementAndGet();
            span.failed(e.getClass().getSimpleName());
            span.end();
            LOG.debug("a notice did not go out", e);
        }
    }

    @Override
    public void close() {
        task.close();
        thread.interrupt();
        producer.close(Duration.ofSeconds(1));
    }
}
