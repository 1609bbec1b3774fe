package posthorn.delivery.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.EventLog;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.log.LogText;

/**
 * Tells what happens: a line in the log, a count, a record on {@code mail.events}. A record that
 * the topic does not take when it happens is sent later; what is true stands elsewhere.
 */
public final class KafkaEventLog implements EventLog {

    private static final Logger LOG = Logger.getLogger("posthorn.delivery");

    private final EventProducer producer;
    private final MeterRegistry meters;
    private final Timer latency;

    /** Sends with {@code producer}, which others close, and counts in {@code meters}. */
    public KafkaEventLog(EventProducer producer, MeterRegistry meters) {
        this.producer = producer;
        this.meters = meters;
        this.latency =
                Timer.builder("posthorn.delivery.latency")
                        .description("From the 250 to the mailbox")
                        .publishPercentiles(0.5, 0.99)
                        .register(meters);
        counter("delivered", "Recipients whose message was stored in a mailbox");
        counter("relayed", "Recipients whose message another host took");
        counter("deferred", "Attempts that failed for now and will be made again");
        counter("bounced", "Recipients given up");
        counter("held", "Recipients and records that wait for an operator");
        counter("maybe.twice", "Deliveries to another host that may have been made twice");
    }

    private void counter(String name, String description) {
        Counter.builder("posthorn.mail." + name).description(description).register(meters);
    }

    @Override
    public void append(DeliveryEvent event) {
        log(event);
        count(event);
        producer.send(event.getMessageId(), event.toByteArray());
    }

    @Override
    public void defect(String messageId, String what, Throwable thrown) {
        LOG.errorf(thrown, "ALARM: id=%s %s", messageId, what);
    }

    @Override
    public void warn(String messageId, String what) {
        LOG.warnf("id=%s %s", messageId, what);
    }

    private void count(DeliveryEvent event) {
        switch (event.getKind()) {
            case DELIVERED -> {
                meters.counter("posthorn.mail.delivered").increment();
                latency.record(Duration.ofMillis(event.getLatency()));
            }
            case RELAYED -> meters.counter("posthorn.mail.relayed").increment();
            case DEFERRED -> meters.counter("posthorn.mail.deferred").increment();
            case BOUNCED -> meters.counter("posthorn.mail.bounced").increment();
            case MAYBE_TWICE -> meters.counter("posthorn.mail.maybe.twice").increment();
            case HELD -> meters.counter("posthorn.mail.held").increment();
            case ACCEPTED, DISCARDED, EVENT_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private static void log(DeliveryEvent event) {
        LOG.log(
                event.getKind() == EventKind.HELD ? Logger.Level.ERROR : Logger.Level.INFO,
                line(event));
    }

    /** One line of the log, whatever octets strangers wrote into its fields. */
    static String line(DeliveryEvent event) {
        return "%sid=%s %s from=<%s> to=<%s> size=%d host=%s status=%s latency=%dms reply=\"%s\"%s"
                .formatted(
                        event.getKind() == EventKind.HELD ? "ALARM: " : "",
                        LogText.clean(event.getMessageId()),
                        event.getKind(),
                        LogText.clean(event.getReversePath()),
                        LogText.clean(event.getRecipient()),
                        event.getSize(),
                        event.getHost().isEmpty() ? "-" : LogText.clean(event.getHost()),
                        event.getStatus().isEmpty() ? "-" : LogText.clean(event.getStatus()),
                        event.getLatency(),
                        LogText.clean(event.getReply()).replace('"', '\''),
                        event.getNextAttempt() == 0
                                ? ""
                                : " next=" + Instant.ofEpochMilli(event.getNextAttempt()));
    }
}
