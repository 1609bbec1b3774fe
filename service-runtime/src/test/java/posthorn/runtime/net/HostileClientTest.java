package posthorn.runtime.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.runtime.tls.CertificateSet;

/** Clients that want the server to hold or do more than is their share, and the end of a server. */
final class HostileClientTest {
    private static ServerTls tls;
    private final WordProtocol protocol = new WordProtocol();
    private final ConnectionLimits limits = new ConnectionLimits(10_000, 10_000);
    private final List<MailListener> listeners = new ArrayList<>();

    @BeforeAll
    static void start() {
        CertificateSet certificate = TestTls.certificate("mail.example.test");
        tls = new ServerTls(() -> certificate);
    }

    @AfterEach
    void closeAll() {
        protocol.gate.countDown();
        listeners.forEach(listener -> listener.close(Duration.ZERO));
    }

    private MailListener listen(Transport transport) throws BindException {
        ListenerSettings settings = ListenerSettings.of("words", "127.0.0.1", 0, transport);
        MailListener listener = MailListener.open(settings, limits, tls, protocol);
        listeners.add(listener);
        return listener;
    }

    @Test
    void inputIsNotConsumedWhileRepliesWait() throws Exception {
        int words = 30_000;
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            Thread sender = Thread.ofVirtual().start(() -> sendQuietly(client, "LONG\r\n", words));
            await().during(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> protocol.heard.size() > 0 && protocol.heard.size() < words / 2);
            for (int i = 0; i < words; i++) {
                assertEquals(998, String.valueOf(client.line()).length());
            }
            sender.join();
        }
        assertEquals(0, protocol.consumedWhileFull.get());
    }

    private static void sendQuietly(TestClient client, String word, int times) {
        try {
            for (int i = 0; i < times; i += 1_000) {
                client.send(word.repeat(1_000));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clientThatTalksWithoutEndMeetsItsDeadline() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            client.send("DEADLINE\r\nA\r\n");
            String line = client.line();
            while ("heard A".equals(line)) {
                client.send("A\r\n");
                line = client.line();
            }
            assertEquals("expired", line);
        }
    }

    @Test
    void deadlineThatWasExtendedDoesNotPass() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port());
                TestClient other = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            other.line();
            client.send("EXTENDED\r\n");
            assertEquals("extended", client.line());
            other.send("DEADLINE\r\n");
            assertEquals("expired", other.line());
            client.send("A\r\n");
            assertEquals("heard A", client.line());
        }
    }

    @Test
    void deadlineThatPassesWhileWorkIsAwaitedIsToldBehindIt() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port());
                TestClient other = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            other.line();
            client.send("DEADLINE\r\nGATE\r\n");
            protocol.reached.await();
            other.send("DEADLINE\r\n");
            assertEquals("expired", other.line());
            protocol.gate.countDown();
            assertEquals("gate open", client.line());
            assertEquals("expired", client.line());
            assertNull(client.line());
        }
    }

    @Test
    void deadlineThatPassesDuringAHandshakeIsToldBehindIt() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.STARTTLS).port());
                TestClient other = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            other.line();
            client.send("DEADLINE\r\nTLS\r\n");
            assertEquals("go ahead", client.line());
            other.send("DEADLINE\r\n");
            assertEquals("expired", other.line());
            TestClient secure = client.upgrade();
            secure.line();
            assertEquals("expired", secure.line());
            assertNull(secure.line());
        }
    }

    @Test
    void workThatIsAwaitedCanSeeThatItsClientHasLeft() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            client.send("GATE\r\nA\r\nB\r\n");
            protocol.reached.await();
        }
        MailConnection connection = Objects.requireNonNull(protocol.last);
        await().until(() -> !connection.isOpen());
        assertEquals(0, protocol.closed.get());
        protocol.gate.countDown();
        await().until(() -> protocol.closed.get() == 1);
    }

    @Test
    void drainingWaitsForWhatMustNotBeTorn() throws Exception {
        MailListener listener = listen(Transport.PLAIN);
        try (TestClient client = TestClient.plain(listener.port());
                TestClient idle = TestClient.plain(listener.port())) {
            client.line();
            idle.line();
            client.send("HOLD\r\nA\r\n");
            assertEquals("heard A", client.line());
            Thread closing = Thread.ofVirtual().start(() -> listener.close(Duration.ofMinutes(5)));
            assertEquals("going down", idle.line());
            client.send("A\r\n");
            assertEquals("heard A", client.line());
            client.send("RELEASE\r\n");
            assertEquals("released", client.line());
            assertEquals("going down", client.line());
            client.socket().close();
            idle.socket().close();
            closing.join();
        }
        assertEquals(0, listener.connections());
    }

    @Test
    void drainingEndsWithItsGrace() throws Exception {
        MailListener listener = listen(Transport.PLAIN);
        try (TestClient client = TestClient.plain(listener.port())) {
            client.line();
            client.send("HOLD\r\nA\r\n");
            assertEquals("heard A", client.line());
            listener.close(Duration.ofMillis(50));
            assertThrows(IOException.class, () -> requireLine(client));
        }
    }

    private static void requireLine(TestClient client) throws IOException {
        if (client.line() == null) {
            throw new IOException("closed");
        }
    }

    @Test
    void renegotiationEndsTheConnection() throws Exception {
        try (TestClient client = TestClient.tls(listen(Transport.TLS).port(), "TLSv1.2")) {
            client.line();
            client.send("A\r\n");
            assertEquals("heard A", client.line());
            SSLSocket socket = (SSLSocket) client.socket();
            socket.startHandshake();
            assertThrows(IOException.class, () -> talk(client));
        }
        assertTrue(protocol.heard.stream().filter("A"::equals).count() == 1);
    }

    private static void talk(TestClient client) throws IOException {
        client.send("A\r\n");
        requireLine(client);
    }
}
