package posthorn.delivery.client;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import posthorn.delivery.policy.DeliveryFailure.ConnectionLost;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/** Commands and replies over a transport; what goes wrong names its stage. For one thread. */
final class Dialogue {

    private final SmtpTransport transport;

    Dialogue(SmtpTransport transport) {
        this.transport = transport;
    }

    String host() {
        return transport.peer();
    }

    /** Sends a command and waits for its reply. */
    Reply ask(Command command, Stage stage) throws SessionFailure {
        send(line(command), stage);
        return read(stage);
    }

    /** Sends commands in one go (RFC 2920). */
    void send(Collection<Command> commands, Stage stage) throws SessionFailure {
        StringBuilder lines = new StringBuilder();
        commands.forEach(command -> lines.append(command.encode()).append("\r\n"));
        send(lines.toString().getBytes(StandardCharsets.UTF_8), stage);
    }

    void send(byte[] octets, Stage stage) throws SessionFailure {
        try {
            transport.send(octets, stage);
        } catch (TransportLost e) {
            throw lost(stage, e);
        }
    }

    Reply read(Stage stage) throws SessionFailure {
        try {
            return transport.reply(stage);
        } catch (TransportLost e) {
            throw lost(stage, e);
        }
    }

    void startTls() throws SessionFailure, HostNotVerified {
        try {
            transport.startTls();
        } catch (TransportLost e) {
            throw lost(Stage.TLS, e);
        }
    }

    /**
     * Refuses to go on where the host has said something that was not asked for, or the connection
     * is known to be lost. A host that refuses a message before it has all of it means what it
     * says, also when it does not wait for the rest.
     */
    void expectSilence(Stage stage) throws SessionFailure {
        if (transport.hasReply()) {
            throw new SessionFailure(unexpected(read(stage), stage));
        }
        Optional<String> reason = transport.lost();
        if (reason.isPresent()) {
            throw new SessionFailure(new ConnectionLost(stage, host(), reason.get()));
        }
    }

    /** Sends a part of the message, unless the host has refused it already. */
    void sendPart(byte[] octets) throws SessionFailure {
        expectSilence(Stage.BODY);
        try {
            transport.send(octets, Stage.BODY);
        } catch (TransportLost e) {
            expectSilence(Stage.BODY);
            throw lost(Stage.BODY, e);
        }
    }

    /** Refuses everything but 2yz. */
    void expect(Reply reply, Stage stage) throws SessionFailure {
        if (reply.kind() != Reply.Kind.COMPLETED) {
            throw new SessionFailure(unexpected(reply, stage));
        }
    }

    UnexpectedReply unexpected(Reply reply, Stage stage) {
        return new UnexpectedReply(stage, host(), reply);
    }

    static byte[] line(Command command) {
        return (command.encode() + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private SessionFailure lost(Stage stage, TransportLost e) {
        return new SessionFailure(new ConnectionLost(stage, host(), e.reason()));
    }
}
