package posthorn.delivery.client;

import posthorn.delivery.dispatch.Trouble.Stage;
import posthorn.protocol.smtp.Reply;

/**
 * One connection to a host. All methods block, each at most as long as its stage may take (RFC 5321
 * §4.5.3.2), and throw {@link WireLost} when the connection is of no use any more.
 */
public interface Wire {

    /** Sends octets; returns when they are sent or safely buffered. */
    void send(byte[] octets, Stage stage) throws WireLost;

    /** The next reply. */
    Reply reply(Stage stage) throws WireLost;

    /** Begins TLS; what was received before and not read is dropped. */
    void startTls() throws WireLost;

    /** The host as people know it, with address and port. */
    String peer();
}
