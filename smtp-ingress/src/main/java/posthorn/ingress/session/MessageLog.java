package posthorn.ingress.session;

import java.io.IOException;

/** The durable log of accepted messages. Safe for all threads. */
public interface MessageLog {

    /**
     * Puts a message on the log and waits until it stands there for good: on every replica that has
     * to have it. Only then the client is told 250.
     *
     * @throws IOException nobody said in time that it stands there; it may stand there all the
     *     same, so the client's next attempt can make it arrive twice, but never lose it
     */
    void append(AcceptedMessage message) throws IOException;
}
