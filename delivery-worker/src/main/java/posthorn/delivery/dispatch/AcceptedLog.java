package posthorn.delivery.dispatch;

import posthorn.protocol.wire.AcceptedMail;

/** Where notifications are put on the log. */
public interface AcceptedLog {

    /**
     * Puts {@code mail} on the log; returns when the log has it for good. The recipient's account
     * is looked up on the way.
     *
     * @throws AnswerLost when the log did not answer: it may have it
     */
    void produce(AcceptedMail mail);
}
