package posthorn.delivery.dispatch;

import java.util.Collection;
import java.util.Map;
import java.util.function.BooleanSupplier;
import posthorn.protocol.wire.AcceptedMail;

/** The way to other hosts. */
public interface Relay {

    /**
     * One transaction with all recipients of a destination.
     *
     * @param key domain or address literal, as in {@link Destination#key}
     * @param mayEnd asked right before the final dot; when it says no, the message is not ended and
     *     the connection is dropped
     * @return an outcome for each of {@code ordinals}; never throws for trouble on the way
     */
    Map<Integer, Outcome> relay(
            AcceptedMail mail,
            Body body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd);
}
