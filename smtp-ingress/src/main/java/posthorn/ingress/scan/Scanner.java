package posthorn.ingress.scan;

import java.io.IOException;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.MessageContent;
import posthorn.ingress.session.ScanResult;

/** One program that looks into messages. Safe for all threads. */
public interface Scanner extends AutoCloseable {

    /** What it is called in logs, records and metrics: lower case. */
    String name();

    /** Octets of a message that it takes; a larger one is not given to it. */
    long maxSize();

    /**
     * Looks into a message. Waits until it is interrupted.
     *
     * @throws IOException it is not there, or says what cannot be understood
     */
    ScanResult.Finding scan(AcceptedMessage message, MessageContent content) throws IOException;

    /** Lets go of what is kept between messages. */
    @Override
    default void close() {
        // Nothing is kept.
    }
}
