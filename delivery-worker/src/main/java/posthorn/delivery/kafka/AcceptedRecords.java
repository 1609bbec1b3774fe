package posthorn.delivery.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.UnreadableRecord;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;

/**
 * Takes each record of {@code mail.accepted}, on a virtual thread of its own. A record is
 * acknowledged when the method returns; one that cannot be handled is held in the queue, so that
 * nothing is skipped and nothing is stuck.
 */
@ApplicationScoped
public class AcceptedRecords {

    private final Dispatcher dispatcher;
    private final AcceptedPartitions log;

    @Inject
    AcceptedRecords(Dispatcher dispatcher, @Identifier("accepted-log") AcceptedPartitions log) {
        this.dispatcher = dispatcher;
        this.log = log;
    }

    /** Brings one message to its recipients, or into the queue. */
    @Incoming("accepted-in")
    @RunOnVirtualThread
    public void take(ConsumerRecord<String, byte[]> record) {
        try {
            AcceptedMail mail = AcceptedMail.parseFrom(record.value());
            String defect = UnreadableRecord.defect(mail);
            if (defect.isEmpty()) {
                dispatcher.accept(mail, log.maybeSeen(record));
            } else {
                hold(record, defect);
            }
        } catch (InvalidProtocolBufferException e) {
            hold(record, "the record cannot be read: " + e.getMessage());
        }
    }

    private void hold(ConsumerRecord<String, byte[]> record, String reason) {
        AcceptedMail.Builder standIn =
                AcceptedMail.newBuilder()
                        .setId("unreadable-" + record.partition() + "-" + record.offset())
                        .setSize(record.value().length);
        standIn.getArrivalBuilder().setAt(record.timestamp());
        dispatcher.hold(
                standIn.build(),
                new QueuedBody.Inline(ByteString.copyFrom(record.value())),
                reason);
    }
}
