package posthorn.delivery.client;

import java.util.Optional;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.Reply;

/**
 * One connection to a host. All methods block, each at most as long as its stage may take (RFC 5321
 * §4.5.3.2), and throw {@link TransportLost} when the connection is of no use any more.
 */
public interface SmtpTransport {

    /** Sends octets; returns when they are sent or safely buffered. */
    void send(byte[] octets, Stage stage) throws TransportLost;

    /** The next reply. */
    Reply reply(Stage stage) throws TransportLost;

    /** Whether the host has said something that was not read; does not wait. */
    boolean hasReply();

    /**
     * Begins TLS; what was received before and not read is dropped.
     *
     * @throws HostNotVerified TLS stands, and the certificate of the host is not what is demanded
     */
    void startTls() throws TransportLost, HostNotVerified;

    /** The host as people know it, with address and port. */
    String peer();

    /**
     * Why the connection is lost, in words; empty: nothing is known of that. What is sent over a
     * connection that is lost does not arrive.
     */
    Optional<String> lost();

    /**
     * Sends octets that end the dialogue, and closes the connection when the host has answered or
     * closed, or the time for that is up. Does not wait.
     */
    void sendLast(byte[] octets);
}
