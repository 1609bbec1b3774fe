package posthorn.ingress.scan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import posthorn.ingress.memory.MemoryTransitStore;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.MessageContent;
import posthorn.ingress.session.Role;
import posthorn.protocol.smtp.DsnMessageOptions;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.tls.SenderWish;

/** Messages for scanners. */
final class TestMessage {
    /** The file that every scanner takes for a virus, in two pieces so that none finds it here. */
    static final String EICAR =
            "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*";

    private TestMessage() {}

    static AcceptedMessage of(String text) {
        return of(text, Role.MX);
    }

    static AcceptedMessage of(String text, Role role) {
        byte[] prefix = "Received: from relay\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        Client client =
                new Client(
                        "192.0.2.1",
                        "192.0.2.2",
                        Optional.empty(),
                        Optional.of(new Client.Hello("relay.example.org", true)),
                        Optional.empty());
        return new AcceptedMessage(
                "00000000000000000000000001",
                ReversePath.parse("carol@example.org").orElseThrow(),
                List.of(recipient("alice@example.test"), recipient("bob@example.test")),
                client,
                role,
                "mx.example.test",
                SessionFixture.NOW,
                new AcceptedMessage.Body.Inline(prefix, octets, octets.length),
                prefix.length + octets.length,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                DsnMessageOptions.NONE,
                SenderWish.NONE,
                Optional.empty());
    }

    private static AcceptedMessage.Recipient recipient(String address) {
        return new AcceptedMessage.Recipient(
                ForwardPath.parse(address).orElseThrow(),
                Optional.of("a1"),
                DsnRecipientOptions.NONE);
    }

    static MessageContent content(AcceptedMessage message) {
        return MessageContent.of(message, new MemoryTransitStore());
    }

    /** A message with that text in it. */
    static String mail(String text) {
        return "From: carol@example.org\r\nTo: alice@example.test\r\nSubject: Hello\r\n"
                + "Date: Sat, 28 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\n"
                + text
                + "\r\n";
    }
}
