package posthorn.delivery.relay;

import posthorn.delivery.client.Content;
import posthorn.delivery.dispatch.Body;

/** Where the octets of a message are read from. */
@FunctionalInterface
public interface Octets {

    /**
     * The message from its start; may be asked for again and again.
     *
     * @throws Content.ContentLost when it cannot be read now
     */
    Content open(Body body) throws Content.ContentLost;
}
