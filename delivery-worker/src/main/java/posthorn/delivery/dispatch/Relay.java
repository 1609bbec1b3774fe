package posthorn.delivery.dispatch;

import java.util.Collection;
import java.util.Map;
import java.util.function.BooleanSupplier;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;

/** The way to other hosts. */
public interface Relay {

    /**
     * One transaction with all recipients of a destination.
     *
     * @param key domain or address literal, as in {@link Destination#key}; or a fixed next hop, as
     *     {@link posthorn.protocol.smtp.NextHop} writes it with its port
     * @param mayEnd asked right before the end of data; when it says no, the message is not ended
     *     and the connection is dropped
     * @return a result for each of {@code ordinals}; a failure on the way is a result, never an
     *     exception
     */
    Map<Integer, AttemptResult> relay(
            AcceptedMail mail,
            QueuedBody body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd);
}
