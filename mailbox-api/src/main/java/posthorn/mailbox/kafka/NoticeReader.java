package posthorn.mailbox.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.AccountChanged;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.kafka.TraceHeaders;
import posthorn.runtime.tracing.TraceContext;

/** Reads the notices of the other pods, from now on, in one thread of its own. */
public final class NoticeReader implements AutoCloseable {

    /** Is told of each notice, on the reader's thread; must not wait. */
    @FunctionalInterface
    public interface Listener {
        /** Another pod appended entry n, which may be part of a trace. */
        void noticed(String account, long n, TraceContext trace);
    }

    private static final Logger LOG = Logger.getLogger(NoticeReader.class);
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final long LOOK_FOR_PARTITIONS_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long AWAY_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 2000;

    private final KafkaConnection kafka;
    private final String pod;
    private final Listener listener;
    private final Runnable onGap;
    private final Thread thread;
    private final PeriodicTask task;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> current;
    private volatile boolean closed;
    private volatile boolean reading;

    /**
     * @param pod names this process: its own notices are passed over
     * @param onGap called when notices may have been missed, on the reader's thread; must not wait
     */
    public NoticeReader(
            KafkaConnection kafka,
            String pod,
            Listener listener,
            Runnable onGap,
            PeriodicTasks tasks) {
        this.task = tasks.task("read-notices", this::follow);
        this.kafka = kafka;
        this.pod = pod;
        this.listener = listener;
        this.onGap = onGap;
        this.thread = Thread.ofPlatform().daemon().name("notices-in").unstarted(this::read);
    }

    /** Begins; to be called once, when the topic is there. */
    public void start() {
        task.expectedToPoll();
        thread.start();
    }

    /** Whether notices arrive. */
    public boolean isReading() {
        return reading;
    }

    /** Whatever ends a consumer, a new one follows after a while. */
    private void read() {
        while (!closed) {
            task.attempt();
            pause();
        }
    }

    private void follow() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            current = consumer;
            follow(consumer);
        } catch (WakeupException e) {
            LOG.debug("the reader of notices ends", e);
        } catch (KafkaException e) {
            LOG.warnf("%s cannot be read: %s", Topics.CHANGES, e.getMessage());
        } finally {
            current = null;
            reading = false;
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        long looked = System.nanoTime() - LOOK_FOR_PARTITIONS_NANOS;
        while (!closed) {
            if (System.nanoTime() - looked >= LOOK_FOR_PARTITIONS_NANOS) {
                assign(consumer);
                looked = System.nanoTime();
            }
            if (consumer.assignment().isEmpty()) {
                throw new KafkaException("there is no such topic yet");
            }
            consumer.poll(POLL).forEach(this::take);
            PeriodicTask.goesOn();
        }
    }

    /**
     * All partitions, from their ends; what came before is in the log, and whoever asks reads it
     * there.
     */
    private void assign(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> all =
                consumer.partitionsFor(kafka.named(Topics.CHANGES)).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        if (!Set.copyOf(all).equals(consumer.assignment()) && !all.isEmpty()) {
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(consumer::position);
            reading = true;
            onGap.run();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            AccountChanged changed = AccountChanged.parseFrom(record.value());
            if (!changed.getPod().equals(pod)) {
                listener.noticed(
                        changed.getAccount(), changed.getN(), TraceHeaders.of(record.headers()));
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("%s: a record is no notice", Topics.CHANGES);
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return kafka.consumer(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG, "mailbox-api-" + pod,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20000",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000"));
    }

    /** Waits before the next consumer, or until it is closed. */
    private void pause() {
        try {
            if (ended.await(AWAY_MILLIS, TimeUnit.MILLISECONDS)) {
                closed = true;
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        ended.countDown();
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        task.close();
    }
}
