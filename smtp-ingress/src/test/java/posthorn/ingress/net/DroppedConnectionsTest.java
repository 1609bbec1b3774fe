package posthorn.ingress.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.Role;
import posthorn.runtime.net.ConnectionLimits;

/** Clients that vanish at any stage of a session leave nothing behind. */
class DroppedConnectionsTest {
    private static final int CONNECTIONS = 125;
    private static final String BEGUN =
            String.join(
                    "\r\n",
                    "EHLO relay.example.org",
                    "MAIL FROM:<carol@example.org>",
                    "RCPT TO:<alice@example.test>",
                    "");

    private final SessionFixture fixture = new SessionFixture(8 << 20);

    /** How far a client gets, and what it sends for that. */
    enum Stage {
        CONNECTED(""),
        HALF_A_COMMAND("EHLO relay"),
        IN_A_HANDSHAKE("EHLO relay.example.org\r\nSTARTTLS\r\n\u0016\u0003\u0001"),
        IN_A_TRANSACTION(BEGUN),
        BEFORE_THE_MESSAGE(BEGUN + "DATA\r\n"),
        IN_A_SMALL_MESSAGE(BEGUN + "DATA\r\nSubject: x\r\n\r\nte"),
        IN_A_LARGE_MESSAGE(BEGUN + "DATA\r\nSubject: x\r\n\r\n" + "x\r\n".repeat(10_000)),
        BEHIND_THE_MESSAGE(BEGUN + "DATA\r\nSubject: x\r\n\r\n" + "x\r\n".repeat(10_000) + ".\r\n");

        private final String sent;

        Stage(String sent) {
            this.sent = sent;
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void nothingIsHeldBehindThem(Stage stage) throws IOException {
        ConnectionLimits limits = new ConnectionLimits(1_000, 1_000);
        try (TestServer server =
                new TestServer(Role.MX, SessionFixture.settings(), fixture, limits)) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
                client.getOutputStream().write(stage.sent.getBytes(StandardCharsets.ISO_8859_1));
                clients.add(client);
            }
            await().until(() -> server.connections() == CONNECTIONS);
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket client = clients.get(i);
                if (i % 2 == 0) {
                    client.setSoLinger(true, 0);
                }
                client.close();
            }
            await().until(() -> limits.open() == 0 && server.connections() == 0);
            await().until(() -> fixture.memory().used() == 0 && fixture.bodies().uploads() == 0);
            assertEquals(0, fixture.memory().holders());
        }
    }
}
