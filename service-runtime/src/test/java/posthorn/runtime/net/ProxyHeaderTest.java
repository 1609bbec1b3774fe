package posthorn.runtime.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.tls.CertificateSet;

/** Connections behind a load balancer that says for whom it speaks: whole, cut, late, forged. */
final class ProxyHeaderTest {
    private static final String V1 = "PROXY TCP4 198.51.100.7 203.0.113.9 4711 25\r\n";
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(150);

    private static ServerTls tls;
    private final WordProtocol protocol = new WordProtocol();
    private final List<MailListener> listeners = new ArrayList<>();
    private ConnectionLimits limits = new ConnectionLimits(100, 100);

    @BeforeAll
    static void start() {
        CertificateSet certificate = TestTls.certificate("mail.example.test");
        tls = new ServerTls(() -> certificate);
    }

    @AfterEach
    void closeAll() {
        listeners.forEach(listener -> listener.close(Duration.ZERO));
        await().until(() -> limits.open() == 0);
    }

    private TestClient connect(ProxyProtocol proxy, Transport transport) throws IOException {
        return TestClient.plain(listen(proxy, transport).port());
    }

    private MailListener listen(ProxyProtocol proxy, Transport transport) throws BindException {
        ListenerSettings settings =
                ListenerSettings.of("words", "127.0.0.1", 0, transport).withProxy(proxy);
        MailListener listener = MailListener.open(settings, limits, tls, protocol);
        listeners.add(listener);
        return listener;
    }

    private static ProxyProtocol proxy(ProxyProtocol.Mode mode, Duration wait, Duration timeout) {
        return new ProxyProtocol(
                mode, Networks.parse("test", List.of("127.0.0.0/8")), wait, timeout, 64);
    }

    private static ProxyProtocol required() {
        return proxy(ProxyProtocol.Mode.REQUIRED, LONG, LONG);
    }

    private static byte[] v2(int command, String source, String destination, int extensions)
            throws IOException {
        byte[] from = InetAddress.ofLiteral(source).getAddress();
        byte[] to = InetAddress.ofLiteral(destination).getAddress();
        int length = 2 * from.length + 4 + extensions;
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
        header.write(command);
        header.write(from.length == 4 ? 0x11 : 0x21);
        header.write(length >> 8);
        header.write(length);
        header.writeBytes(from);
        header.writeBytes(to);
        header.writeBytes(new byte[] {0x12, 0x67, 0, 25});
        if (extensions > 0) {
            header.writeBytes(new byte[] {4, 0, (byte) (extensions - 3)});
            header.writeBytes(new byte[extensions - 3]);
        }
        return header.toByteArray();
    }

    private static void send(TestClient client, byte[] octets, int piece) throws IOException {
        OutputStream out = client.socket().getOutputStream();
        client.socket().setTcpNoDelay(true);
        for (int at = 0; at < octets.length; at += piece) {
            out.write(octets, at, Math.min(piece, octets.length - at));
            out.flush();
        }
    }

    private MailConnection last() {
        return Objects.requireNonNull(protocol.last);
    }

    @Test
    void version1NamesTheClientInPiecesOfEverySize() throws IOException {
        byte[] wire = (V1 + "A\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int piece : new int[] {1, 2, 5, 44, 100}) {
            try (TestClient client = connect(required(), Transport.PLAIN)) {
                send(client, wire, piece);
                assertEquals("hello null", client.line());
                assertEquals("heard A", client.line());
                assertEquals("198.51.100.7", last().clientAddress());
                assertEquals("203.0.113.9", last().localAddress());
            }
        }
    }

    @Test
    void version2NamesTheClientInPiecesOfEverySize() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(v2(PROXY, "2001:db8::7", "2001:db8::25", 20));
        wire.writeBytes("A\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int piece : new int[] {1, 2, 13, 100}) {
            try (TestClient client = connect(required(), Transport.PLAIN)) {
                send(client, wire.toByteArray(), piece);
                assertEquals("hello null", client.line());
                assertEquals("heard A", client.line());
                assertEquals("2001:db8:0:0:0:0:0:7", last().clientAddress());
                assertEquals("2001:db8:0:0:0:0:0:25", last().localAddress());
            }
        }
    }

    @Test
    void tlsComesBehindTheHeader() throws Exception {
        try (TestClient plain = connect(required(), Transport.TLS)) {
            plain.send(V1);
            TestClient client = plain.upgrade("TLSv1.3");
            assertTrue(String.valueOf(client.line()).startsWith("hello TLSv1.3"));
            client.send("A\r\n");
            assertEquals("heard A", client.line());
            assertEquals("198.51.100.7", last().clientAddress());
        }
        try (TestClient plain = connect(required(), Transport.STARTTLS)) {
            plain.send(V1 + "TLS\r\n");
            assertEquals("hello null", plain.line());
            assertEquals("go ahead", plain.line());
            TestClient client = plain.upgrade("TLSv1.3");
            assertTrue(String.valueOf(client.line()).startsWith("secure TLSv1.3"));
            assertEquals("198.51.100.7", last().clientAddress());
        }
    }

    @Test
    void whoNamesNobodySpeaksForItself() throws IOException {
        for (byte[] header :
                List.of(
                        v2(LOCAL, "198.51.100.7", "203.0.113.9", 0),
                        "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII))) {
            try (TestClient client = connect(required(), Transport.PLAIN)) {
                send(client, header, 100);
                assertEquals("hello null", client.line());
                assertEquals("127.0.0.1", last().clientAddress());
            }
        }
    }

    @Test
    void headersOfStrangersAreNoHeaders() throws IOException {
        ProxyProtocol others =
                new ProxyProtocol(
                        ProxyProtocol.Mode.REQUIRED,
                        Networks.parse("test", List.of("192.0.2.0/24")),
                        LONG,
                        LONG,
                        64);
        for (ProxyProtocol proxy : List.of(others, ProxyProtocol.OFF)) {
            try (TestClient client = connect(proxy, Transport.PLAIN)) {
                client.send(V1);
                assertEquals("hello null", client.line());
                assertEquals("heard " + V1.strip(), client.line());
                assertEquals("127.0.0.1", last().clientAddress());
            }
        }
        try (TestClient plain = connect(others, Transport.TLS)) {
            plain.send(V1);
            assertThrows(IOException.class, () -> plain.upgrade("TLSv1.3"));
        }
    }

    @Test
    void aHeaderThatIsRequiredAndMissingRefusesTheConnection() throws IOException {
        try (TestClient client = connect(required(), Transport.PLAIN)) {
            client.send("A\r\n");
            assertEquals("NO_PROXY_HEADER", client.line());
            assertNull(client.line());
        }
        ProxyProtocol impatient = proxy(ProxyProtocol.Mode.REQUIRED, LONG, SHORT);
        try (TestClient client = connect(impatient, Transport.PLAIN)) {
            assertEquals("NO_PROXY_HEADER", client.line());
        }
        assertEquals(0, protocol.opened.get());
    }

    @Test
    void aProgramWithoutAHeaderIsItsOwnClientWhereThatIsAllowed() throws Exception {
        ProxyProtocol patient = proxy(ProxyProtocol.Mode.OPTIONAL, LONG, LONG);
        try (TestClient client = connect(patient, Transport.PLAIN)) {
            client.send("PRA\r\n");
            assertEquals("hello null", client.line());
            assertEquals("heard PRA", client.line());
        }
        try (TestClient plain = connect(patient, Transport.TLS)) {
            TestClient client = plain.upgrade("TLSv1.3");
            assertTrue(String.valueOf(client.line()).startsWith("hello TLSv1.3"));
        }
        ProxyProtocol impatient = proxy(ProxyProtocol.Mode.OPTIONAL, SHORT, LONG);
        try (TestClient client = connect(impatient, Transport.STARTTLS)) {
            assertEquals("hello null", client.line());
            client.send("A\r\n");
            assertEquals("heard A", client.line());
            client.send("TLS\r\n");
            assertEquals("go ahead", client.line());
            assertTrue(
                    String.valueOf(client.upgrade("TLSv1.3").line()).startsWith("secure TLSv1.3"));
        }
        assertEquals("127.0.0.1", last().clientAddress());
        try (TestClient client = connect(patient, Transport.PLAIN)) {
            client.send(V1);
            assertEquals("hello null", client.line());
            assertEquals("198.51.100.7", last().clientAddress());
        }
    }

    @Test
    void aHeaderThatComesTooLateEndsTheConnection() throws IOException {
        ProxyProtocol impatient = proxy(ProxyProtocol.Mode.OPTIONAL, SHORT, LONG);
        try (TestClient client = connect(impatient, Transport.PLAIN)) {
            assertEquals("hello null", client.line());
            assertEndsBehind(client, V1.getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(protocol.heard.isEmpty());
    }

    @Test
    void brokenHeadersAreCutOff() throws IOException {
        byte[] cut = v2(PROXY, "198.51.100.7", "203.0.113.9", 0);
        ProxyProtocol impatient = proxy(ProxyProtocol.Mode.OPTIONAL, LONG, SHORT);
        for (byte[] broken :
                List.of(
                        ("PROXY TCP4 " + "x".repeat(5_000)).getBytes(StandardCharsets.US_ASCII),
                        "PROXY TCP4 198.51.100.7 4711\r\n".getBytes(StandardCharsets.US_ASCII),
                        "PROXY TCP4 198.51.100.700 203.0.113.9 4711 25\r\n"
                                .getBytes(StandardCharsets.US_ASCII),
                        "PROXY TCP4 198.51.100.7".getBytes(StandardCharsets.US_ASCII),
                        "PROX".getBytes(StandardCharsets.US_ASCII),
                        Arrays.copyOf(cut, 5),
                        Arrays.copyOf(cut, 20),
                        v2(0x31, "198.51.100.7", "203.0.113.9", 0),
                        v2(PROXY, "198.51.100.7", "203.0.113.9", 60_000))) {
            try (TestClient client = connect(impatient, Transport.PLAIN)) {
                assertEndsBehind(client, broken);
            }
        }
        assertEquals(0, protocol.opened.get());
    }

    private static void assertEndsBehind(TestClient client, byte[] octets) {
        try {
            send(client, octets, octets.length);
        } catch (IOException closed) {
            // The server may close before it has been given all of it.
            return;
        }
        assertEnds(client);
    }

    /** Closed, whether or not it had read all that came. */
    private static void assertEnds(TestClient client) {
        try {
            assertNull(client.line());
        } catch (IOException reset) {
            assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset.toString());
        }
    }

    @Test
    void connectionsCountForTheClientThatIsNamed() throws IOException {
        limits = new ConnectionLimits(100, 1);
        int port = listen(required(), Transport.PLAIN).port();
        try (TestClient one = TestClient.plain(port)) {
            one.send(V1);
            assertEquals("hello null", one.line());
            try (TestClient same = TestClient.plain(port)) {
                same.send(V1);
                assertEquals("TOO_MANY_FROM_CLIENT", same.line());
            }
            await().until(() -> limits.open() == 1);
            try (TestClient other = TestClient.plain(port)) {
                other.send(V1.replace("100.7", "100.8"));
                assertEquals("hello null", other.line());
            }
        }
        await().until(() -> limits.open() == 0);
        try (TestClient again = TestClient.plain(port)) {
            again.send(V1);
            assertEquals("hello null", again.line());
        }
    }

    @Test
    void aListenerThatClosesWaitsForNoHeader() throws IOException {
        MailListener listener = listen(required(), Transport.PLAIN);
        try (TestClient client = TestClient.plain(listener.port())) {
            await().until(() -> limits.open() == 1);
            listener.close(LONG);
            assertEnds(client);
        }
    }

    @Test
    void nobodyIsTrustedWithoutBeingNamedAndNotEverybody() {
        assertThrows(BadSetting.class, () -> Networks.trusted("key", List.of("0.0.0.0/0")));
        assertThrows(BadSetting.class, () -> Networks.trusted("key", List.of("::/0")));
        assertThrows(BadSetting.class, () -> Networks.trusted("key", List.of("pods")));
        assertTrue(Networks.trusted("key", List.of("10.1.2.0/24")).contains("10.1.2.3"));
    }
}
