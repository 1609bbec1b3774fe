package posthorn.delivery.relay;

import java.util.Optional;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.queue.QueuedBody;

/**
 * Whether octets above 127 are in a message. It is read when that is asked for the first time, and
 * no second time, however many hosts are asked. For one thread.
 */
final class BodyScan {

    private final BodySource bodies;
    private final QueuedBody body;
    private Optional<Boolean> inMessage = Optional.empty();
    private Optional<Boolean> inHeader = Optional.empty();

    /** Of a message that was not read. */
    BodyScan(BodySource bodies, QueuedBody body) {
        this.bodies = bodies;
        this.body = body;
    }

    /** Whether there is one anywhere. */
    boolean highInMessage() throws ContentLost {
        if (inMessage.isEmpty()) {
            inMessage = Optional.of(seen(false));
        }
        return inMessage.get();
    }

    /** Whether there is one in the header. */
    boolean highInHeader() throws ContentLost {
        if (inHeader.isEmpty()) {
            inHeader = Optional.of(seen(true));
        }
        return inHeader.get();
    }

    private boolean seen(boolean headerOnly) throws ContentLost {
        MessageContent content = bodies.open(body);
        HighOctets search = new HighOctets(headerOnly);
        Optional<byte[]> chunk = content.next();
        while (chunk.isPresent() && search.goesOn(chunk.get())) {
            chunk = content.next();
        }
        return search.found();
    }

    /** A search for octets above 127, to the end or to the empty line that ends the header. */
    private static final class HighOctets {
        private final boolean headerOnly;
        private boolean found;
        private int lineLength;

        HighOctets(boolean headerOnly) {
            this.headerOnly = headerOnly;
        }

        boolean found() {
            return found;
        }

        boolean goesOn(byte[] chunk) {
            for (byte octet : chunk) {
                if (octet < 0) {
                    found = true;
                    return false;
                }
                if (octet == '\n') {
                    if (headerOnly && lineLength == 0) {
                        return false;
                    }
                    lineLength = 0;
                } else if (octet != '\r') {
                    lineLength++;
                }
            }
            return true;
        }
    }
}
