package posthorn.delivery.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.Backoff;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.MessageMemory;
import posthorn.delivery.dispatch.UnreadableRecord;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.kafka.AcceptedSpans;
import posthorn.runtime.kafka.TraceHeaders;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.Tracing;
import posthorn.runtime.tracing.Tracings;

/**
 * Takes each record of {@code mail.accepted}, on a virtual thread of its own. A record is
 * acknowledged when the method returns. One that cannot be handled, for whatever reason, is held in
 * the queue with an alarm, so that nothing is skipped and consumption goes on.
 */
@ApplicationScoped
public class AcceptedRecords {

    private static final String SERVICE = "delivery-worker";
    private static final Logger LOG = Logger.getLogger(AcceptedRecords.class);

    private final Dispatcher dispatcher;
    private final AcceptedPartitions log;
    private final RecordGate gate;
    private final MessageMemory memory;
    private final Backoff backoff;
    private final DeliveryMeters meters;
    private final Tracing tracing;

    @Inject
    AcceptedRecords(
            Dispatcher dispatcher,
            @Identifier("accepted-log") AcceptedPartitions log,
            RecordGate gate,
            MessageMemory memory,
            Backoff backoff,
            DeliveryMeters meters,
            Tracings tracings) {
        this.meters = meters;
        this.dispatcher = dispatcher;
        this.log = log;
        this.gate = gate;
        this.memory = memory;
        this.backoff = backoff;
        this.tracing = tracings.of(SERVICE);
    }

    /**
     * Brings one message to its recipients, or into the queue.
     *
     * @throws WorkerStopped when the worker stops; the record is read again later
     */
    public void take(ConsumerRecord<String, byte[]> record) {
        gate.enter();
        long since = System.nanoTime();
        try (MessageMemory.Lease _ = memory.take(size(record))) {
            handle(record);
        } finally {
            meters.processed(System.nanoTime() - since);
            gate.leave();
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            AcceptedMail mail = AcceptedMail.parseFrom(octets(record).octets());
            meters.pickedUp(mail.getArrival().getAt());
            String defect = UnreadableRecord.defect(mail);
            if (defect.isEmpty()) {
                accept(record, mail);
            } else {
                hold(record, Optional.empty(), defect);
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf(e, "record %s cannot be read", position(record));
            hold(record, Optional.empty(), UnreadableRecord.NOT_READABLE);
        } catch (WorkerStopped e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "ALARM: record %s failed unexpectedly and is held", position(record));
            hold(record, mail(record), "the worker failed unexpectedly; its log says why");
        }
    }

    /** What is traced keeps its span, since attempts may be made much later. */
    private void accept(ConsumerRecord<String, byte[]> record, AcceptedMail mail) {
        boolean seen = log.maybeSeen(record);
        if (!tracing.on()) {
            dispatcher.accept(mail, seen);
            return;
        }
        Span span =
                AcceptedSpans.process(
                        tracing, TraceHeaders.of(record.headers()), mail.getId(), size(record));
        AcceptedMail traced = mail.toBuilder().setTraceparent(span.context().traceparent()).build();
        try {
            span.run(() -> dispatcher.accept(traced, seen));
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    /** The record as a message that can be held under its own id; empty: it is none. */
    private static Optional<AcceptedMail> mail(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(AcceptedMail.parseFrom(octets(record).octets()))
                    .filter(mail -> UnreadableRecord.defect(mail).isEmpty());
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** Holds it, if need be without a look into it; goes on until the queue has it. */
    private void hold(
            ConsumerRecord<String, byte[]> record, Optional<AcceptedMail> mail, String reason) {
        for (int failures = 0; ; failures++) {
            try {
                if (failures == 0 && mail.isPresent()) {
                    dispatcher.hold(mail.get(), reason);
                } else {
                    dispatcher.hold(standIn(record), octets(record), reason);
                }
                return;
            } catch (WorkerStopped e) {
                throw e;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "ALARM: record %s could not be held yet", position(record));
                backoff.after(failures + 1);
            }
        }
    }

    private static AcceptedMail standIn(ConsumerRecord<String, byte[]> record) {
        AcceptedMail.Builder standIn =
                AcceptedMail.newBuilder()
                        .setId(UnreadableRecord.standIn(record.partition(), record.offset()))
                        .setSize(size(record));
        standIn.getArrivalBuilder().setAt(record.timestamp());
        return standIn.build();
    }

    private static QueuedBody.Inline octets(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        return new QueuedBody.Inline(value == null ? ByteString.EMPTY : ByteString.copyFrom(value));
    }

    private static int size(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? 0 : record.value().length;
    }

    private static String position(ConsumerRecord<String, byte[]> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
