package posthorn.delivery.dispatch;

import java.util.Collection;
import java.util.Map;
import posthorn.protocol.wire.AcceptedMail;

/**
 * The way into mailboxes of ours. A delivery has the key (message id)/(ordinal) and happens once,
 * however often it is asked for.
 */
public interface LocalDelivery {

    /**
     * Delivers to recipients with an account.
     *
     * @return an outcome for each of {@code ordinals}; never throws for trouble on the way
     */
    Map<Integer, Outcome> deliver(AcceptedMail mail, Body body, Collection<Integer> ordinals);
}
