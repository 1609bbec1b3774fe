package posthorn.ingress.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import posthorn.ingress.CheckedSettings;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.MessageLog;
import posthorn.runtime.kafka.AcceptedSpans;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.LateProducer;
import posthorn.runtime.kafka.LogState;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.kafka.TraceHeaders;
import posthorn.runtime.tracing.Span;

/** {@code mail.accepted}: an idempotent producer with {@code acks=all}. */
@Singleton
public final class KafkaMessageLog implements MessageLog, AutoCloseable {
    private static final int LARGEST_RECORD = 2 * 1024 * 1024;
    private static final long BUFFERED = 64L * 1024 * 1024;

    /**
     * Room for several messages of 64 KB: those that come together for a partition share a flush.
     */
    private static final int BATCH = 512 * 1024;

    /** What goes on the log within so many milliseconds shares a request and a flush. */
    private static final int LINGER_MILLIS = 2;

    private final LateProducer producer;
    private final String topic;
    private final Duration timeout;
    private final EventProducer events;

    @Inject
    KafkaMessageLog(
            KafkaConnection kafka, LogState log, CheckedSettings settings, EventProducer events) {
        this(kafka, log::isReady, settings.get().logTimeout(), events);
    }

    /**
     * A producer of its own, for topics that are there.
     *
     * @param timeout after which an append is given up
     * @param events told what was appended; not closed with this
     */
    public KafkaMessageLog(KafkaConnection kafka, Duration timeout, EventProducer events) {
        this(kafka, () -> true, timeout, events);
    }

    private KafkaMessageLog(
            KafkaConnection kafka, BooleanSupplier ready, Duration timeout, EventProducer events) {
        this.topic = kafka.named(Topics.ACCEPTED);
        this.timeout = timeout;
        this.events = events;
        this.producer =
                LateProducer.of(ready, () -> kafka.producer(config((int) timeout.toMillis())));
    }

    /**
     * Half of the time for one request, so that a broker that died is asked again within it; a
     * record is given up when the client has been told 451.
     */
    private static Map<String, Object> config(int millis) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "smtp-ingress");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFERED);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return config;
    }

    @Override
    public void append(AcceptedMessage message) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] value = AcceptedRecord.of(message).toByteArray();
        Span span = AcceptedSpans.send(Span.current(), message.id(), value.length);
        try {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(topic, message.id(), value);
            TraceHeaders.put(record.headers(), span.context());
            producer.get()
                    .send(record)
                    .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            span.failed(e.getClass().getSimpleName());
            throw new IOException("The log has not acknowledged " + message.id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Stopped").initCause(e);
        } finally {
            span.end();
        }
        events.send(message.id(), AcceptedRecord.event(message).toByteArray());
    }

    @PreDestroy
    @Override
    public void close() {
        producer.close(timeout);
    }
}
