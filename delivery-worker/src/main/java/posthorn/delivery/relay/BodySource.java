package posthorn.delivery.relay;

import posthorn.delivery.client.MessageContent;
import posthorn.delivery.queue.QueuedBody;

/** Where the octets of a message are read from. */
@FunctionalInterface
public interface BodySource {

    /**
     * The message from its start; may be asked for again and again.
     *
     * @throws MessageContent.ContentLost when it cannot be read now
     */
    MessageContent open(QueuedBody body) throws MessageContent.ContentLost;
}
