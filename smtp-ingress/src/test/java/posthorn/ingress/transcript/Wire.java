package posthorn.ingress.transcript;

import java.io.IOException;

/** The client's end of a connection. */
public interface Wire {
    /** Sends octets. */
    void send(byte[] octets) throws IOException;

    /** The next line of the server without CRLF; waits for it. */
    String line() throws IOException;

    /** Does a TLS handshake. */
    void startTls() throws IOException;

    /** Lets the time pass that a client may be silent. */
    void beSilent() throws IOException;

    /** Whether the server has closed the connection and says no more; waits for it. */
    boolean isClosed() throws IOException;
}
