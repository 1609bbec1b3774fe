package posthorn.runtime.net;

/**
 * What a listener speaks: makes a handler for each connection. Called on event loops, several at
 * once.
 */
public interface Protocol {

    /** A handler for a new connection, of which nothing has been read and nothing written. */
    ConnectionHandler open(MailConnection connection);

    /**
     * The line with which a connection ends that is refused or broken, line end included; empty:
     * none.
     */
    byte[] closingLine(CloseReason reason);
}
