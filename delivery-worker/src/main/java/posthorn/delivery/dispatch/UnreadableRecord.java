package posthorn.delivery.dispatch;

import com.google.protobuf.InvalidProtocolBufferException;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Discarded;
import posthorn.delivery.policy.AttemptResult.Held;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MessageIds;

/** Records that this release could not read; a later one may. */
public final class UnreadableRecord {

    /** Why a record is held whose octets are no message. */
    public static final String NOT_READABLE = "the record cannot be read by this release";

    private UnreadableRecord() {}

    /** Id of the document that stands in for the record at a position of the accepted log. */
    public static String standIn(int partition, long offset) {
        return "unreadable-" + partition + "-" + offset;
    }

    /**
     * Why {@code mail} cannot be handled; empty text: it can.
     *
     * <p>A message needs its id, a recipient, and a body.
     */
    public static String defect(AcceptedMail mail) {
        if (!MessageIds.isId(mail.getId())) {
            return "the record has no message id";
        }
        if (mail.getRecipientsCount() == 0) {
            return "the record has no recipient";
        }
        return mail.getBodyCase() == AcceptedMail.BodyCase.BODY_NOT_SET
                ? "the record has no body"
                : "";
    }

    /**
     * Tries once more, for an operator: a record that can be read now goes on the log again, under
     * its own id.
     */
    static AttemptResult readAgain(QueuedBody body, AcceptedLog acceptedLog) {
        if (!(body instanceof QueuedBody.Inline(var octets))) {
            return new Held("the record is gone");
        }
        try {
            AcceptedMail mail = AcceptedMail.parseFrom(octets);
            String defect = defect(mail);
            if (!defect.isEmpty()) {
                return new Held(defect);
            }
            acceptedLog.produce(mail);
            return new Discarded("put on the log again as " + mail.getId(), false);
        } catch (InvalidProtocolBufferException e) {
            return new Held(NOT_READABLE);
        }
    }
}
