package posthorn.delivery.dispatch;

import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;

/**
 * Where people see what became of a message. Never waits, never fails; may lose what it is told.
 */
public interface EventLog {

    /**
     * Tells one thing that happened to a message.
     *
     * @param traceparent as in {@link AcceptedMail}: what its lines in the log name
     */
    void append(DeliveryEvent event, String traceparent);

    /**
     * Tells an operator of an error of ours: an alarm. The message is tried again, or held.
     *
     * @param thrown goes to the log of the process alone, never into a trace or a notification
     */
    void defect(String messageId, String what, Throwable thrown);

    /** Tells an operator that something did not go as it should, and will be seen to later. */
    void warn(String messageId, String what);
}
