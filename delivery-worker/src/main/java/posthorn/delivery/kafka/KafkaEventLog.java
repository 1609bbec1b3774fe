package posthorn.delivery.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.EventLog;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.log.LogFields;
import posthorn.runtime.log.LogText;
import posthorn.runtime.log.LoggedAddress;
import posthorn.runtime.metrics.Buckets;
import posthorn.runtime.metrics.EnumCounters;
import posthorn.runtime.tracing.TraceContext;

/**
 * Tells what happens: a line in the log, a count, a record on {@code mail.events}. A record that
 * the topic does not take when it happens is sent later; what is true stands elsewhere.
 */
public final class KafkaEventLog implements EventLog {

    private static final Logger LOG = Logger.getLogger("posthorn.delivery");

    private final EventProducer producer;
    private final Counter delivered;
    private final Counter relayed;
    private final Counter discarded;
    private final Counter held;
    private final Counter maybeTwice;
    private final EnumCounters<FailureSubject> deferred;
    private final EnumCounters<FailureSubject> bounced;
    private final Timer latency;

    /** Sends with {@code producer}, which others close, and counts in {@code meters}. */
    public KafkaEventLog(EventProducer producer, MeterRegistry meters) {
        this.producer = producer;
        this.latency =
                Buckets.WAYS
                        .timer("posthorn.mail.delivery.duration", "From the 250 to the mailbox")
                        .register(meters);
        this.delivered =
                counter("delivered", "Recipients whose message was stored in a mailbox")
                        .register(meters);
        this.relayed =
                counter("relayed", "Recipients whose message another host took").register(meters);
        this.discarded =
                counter("discarded", "Recipients whose message was dropped by a recorded rule")
                        .register(meters);
        this.held =
                counter("held", "Recipients and records that were put aside for an operator")
                        .register(meters);
        this.maybeTwice =
                counter("maybe.twice", "Deliveries to another host that may have been made twice")
                        .register(meters);
        this.deferred =
                bySubject(
                        meters, "deferred", "Attempts that failed for now, by subject of the code");
        this.bounced = bySubject(meters, "bounced", "Recipients given up, by subject of the code");
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder("posthorn.mail." + name).description(description);
    }

    private static EnumCounters<FailureSubject> bySubject(
            MeterRegistry meters, String name, String description) {
        return new EnumCounters<>(
                meters,
                FailureSubject.class,
                () -> counter(name, description),
                "reason",
                FailureSubject::word);
    }

    @Override
    public void append(DeliveryEvent event, String traceparent) {
        log(event, TraceContext.parse(traceparent));
        count(event);
        producer.send(event.getMessageId(), event.toByteArray());
    }

    @Override
    public void defect(String messageId, String what, Throwable thrown) {
        LogFields.with(LogFields.MESSAGE, messageId)
                .run(() -> LOG.errorf(thrown, "ALARM: id=%s %s", messageId, what));
    }

    @Override
    public void warn(String messageId, String what) {
        LogFields.with(LogFields.MESSAGE, messageId)
                .run(() -> LOG.warnf("id=%s %s", messageId, what));
    }

    private void count(DeliveryEvent event) {
        switch (event.getKind()) {
            case DELIVERED -> {
                delivered.increment();
                latency.record(event.getLatency(), TimeUnit.MILLISECONDS);
            }
            case RELAYED -> relayed.increment();
            case DEFERRED -> deferred.increment(FailureSubject.of(event.getStatus()));
            case BOUNCED -> bounced.increment(FailureSubject.of(event.getStatus()));
            case DISCARDED -> discarded.increment();
            case MAYBE_TWICE -> maybeTwice.increment();
            case HELD -> held.increment();
            case ACCEPTED, REFUSED, EVENT_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private static void log(DeliveryEvent event, TraceContext trace) {
        Logger.Level level =
                event.getKind() == EventKind.HELD ? Logger.Level.ERROR : Logger.Level.INFO;
        LogFields.with(LogFields.MESSAGE, event.getMessageId())
                .and(LogFields.ACCOUNT, account(event))
                .and(trace)
                .run(() -> LOG.log(level, line(event)));
    }

    /** A local delivery has its account in the place of a host. */
    private static String account(DeliveryEvent event) {
        return event.getKind() == EventKind.DELIVERED ? event.getHost() : "";
    }

    /** One line of the log, whatever octets strangers wrote into its fields. */
    static String line(DeliveryEvent event) {
        return "%sid=%s %s from=<%s> to=<%s> size=%d host=%s status=%s latency=%dms reply=\"%s\"%s"
                .formatted(
                        event.getKind() == EventKind.HELD ? "ALARM: " : "",
                        LogText.clean(event.getMessageId()),
                        event.getKind(),
                        LoggedAddress.of(event.getReversePath()),
                        LoggedAddress.of(event.getRecipient()),
                        event.getSize(),
                        event.getHost().isEmpty() ? "-" : LogText.clean(event.getHost()),
                        event.getStatus().isEmpty() ? "-" : LogText.clean(event.getStatus()),
                        event.getLatency(),
                        LoggedAddress.in(event.getReply()).replace('"', '\''),
                        event.getNextAttempt() == 0
                                ? ""
                                : " next=" + Instant.ofEpochMilli(event.getNextAttempt()));
    }
}
