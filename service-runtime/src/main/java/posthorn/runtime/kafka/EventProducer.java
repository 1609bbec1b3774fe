package posthorn.runtime.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.metrics.HeldGauge;
import posthorn.runtime.settings.PosthornSettings;

/**
 * Delivery events on their way to {@code mail.events}. They are a view for people: nobody waits for
 * them, and nothing is lost with them but a line of a trace. An event that the log does not take is
 * kept and sent again until it does; when as many wait as may, further ones are dropped and
 * counted. Safe for all threads.
 */
@Singleton
public class EventProducer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventProducer.class);
    private static final int MOST_AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(5);

    /**
     * What is sent.
     *
     * @param key the message's id
     * @param value encoded
     */
    private record Event(String key, byte[] value) {}

    /** Behind the last event. */
    private static final Event END = new Event("", new byte[0]);

    private final LateProducer producer;
    private final String topic;
    private final BlockingQueue<Event> waiting;
    private final AtomicInteger held = new AtomicInteger();
    private final Counter dropped;
    private final Thread sender;

    /** Sends to the log of the settings. */
    @Inject
    public EventProducer(
            KafkaConnection kafka, LogState log, PosthornSettings settings, MeterRegistry metrics) {
        this(
                LateProducer.of(log::isReady, () -> kafka.producer(config())),
                kafka.named(Topics.EVENTS),
                settings.kafka().eventsWaiting(),
                metrics);
    }

    /**
     * Sends with a producer.
     *
     * @param producer closed with this
     * @param capacity events that may wait
     */
    public EventProducer(Producer<String, byte[]> producer, int capacity, MeterRegistry metrics) {
        this(LateProducer.of(producer), Topics.EVENTS, capacity, metrics);
    }

    private EventProducer(
            LateProducer producer, String topic, int capacity, MeterRegistry metrics) {
        this.producer = producer;
        this.topic = topic;
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.dropped =
                Counter.builder("posthorn.events.dropped")
                        .description("Delivery events that are missing in the trace")
                        .register(metrics);
        HeldGauge.register(metrics, "service-runtime", "delivery_events", held::get);
        this.sender = Thread.ofVirtual().name("delivery-events").start(this::run);
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "delivery-events");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return config;
    }

    /**
     * Takes an event over; never waits.
     *
     * @param key the message's id
     * @param event an encoded {@code DeliveryEvent}; not to be changed afterwards
     */
    public void send(String key, byte[] event) {
        held.incrementAndGet();
        if (!waiting.offer(new Event(key, event))) {
            drop();
        }
    }

    private void drop() {
        held.decrementAndGet();
        dropped.increment();
    }

    private void run() {
        try {
            while (true) {
                List<Event> batch = new ArrayList<>();
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                boolean last = batch.remove(END);
                sendUntilTaken(batch);
                if (last) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendUntilTaken(List<Event> batch) throws InterruptedException {
        List<Event> left = send(batch);
        while (!left.isEmpty()) {
            // The log says nothing when it is back: it is asked again after a while.
            Thread.sleep(PAUSE);
            left = send(left);
        }
    }

    /** Sends events together; those that may be sent again. */
    private List<Event> send(List<Event> batch) throws InterruptedException {
        List<@Nullable Future<RecordMetadata>> sent = new ArrayList<>();
        for (Event event : batch) {
            sent.add(begin(event));
        }
        List<Event> again = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Future<RecordMetadata> result = sent.get(i);
            if (result == null || !isTaken(result)) {
                again.add(batch.get(i));
            } else {
                held.decrementAndGet();
            }
        }
        return again;
    }

    private @Nullable Future<RecordMetadata> begin(Event event) {
        try {
            return producer.get().send(new ProducerRecord<>(topic, event.key(), event.value()));
        } catch (RuntimeException e) {
            LOG.debugf("an event of %s waits: %s", event.key(), e);
            return null;
        }
    }

    /** Whether it needs no further attempt; one that will never be taken does not. */
    private boolean isTaken(Future<RecordMetadata> result) throws InterruptedException {
        try {
            result.get();
            return true;
        } catch (ExecutionException e) {
            boolean never = !(e.getCause() instanceof RetriableException);
            if (never) {
                LOG.warnf("an event will be missing in the trace: %s", e.getCause());
                dropped.increment();
            }
            return never;
        }
    }

    /** Sends what waits, for a few seconds at most, and ends. */
    @PreDestroy
    @Override
    public void close() {
        try {
            boolean told = waiting.offer(END, LAST_CHANCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!told || !sender.join(LAST_CHANCE)) {
                sender.interrupt();
                sender.join(LAST_CHANCE);
                int lost = held.getAndSet(0);
                dropped.increment(lost);
                LOG.warnf("%d events will be missing in the trace", lost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(LAST_CHANCE);
    }
}
