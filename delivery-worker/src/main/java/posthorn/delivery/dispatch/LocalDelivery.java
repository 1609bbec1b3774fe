package posthorn.delivery.dispatch;

import java.util.Collection;
import java.util.Map;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;

/**
 * The way into mailboxes of ours. A delivery has the key (message id)/(ordinal) and happens once,
 * however often it is asked for.
 */
public interface LocalDelivery {

    /**
     * Delivers to recipients with an account.
     *
     * @return a result for each of {@code ordinals}; a failure on the way is a result, never an
     *     exception
     */
    Map<Integer, AttemptResult> deliver(
            AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals);
}
