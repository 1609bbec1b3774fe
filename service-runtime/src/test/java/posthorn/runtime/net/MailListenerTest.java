package posthorn.runtime.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.runtime.tls.CertificateSet;

final class MailListenerTest {
    private static ServerTls tls;
    private final WordProtocol protocol = new WordProtocol();
    private final List<MailListener> listeners = new ArrayList<>();
    private ConnectionLimits limits = new ConnectionLimits(10_000, 10_000);

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
        return listen(transport, settings -> settings);
    }

    private MailListener listen(Transport transport, UnaryOperator<ListenerSettings> change)
            throws BindException {
        ListenerSettings settings =
                change.apply(ListenerSettings.of("words", "127.0.0.1", 0, transport));
        MailListener listener = MailListener.open(settings, limits, tls, protocol);
        listeners.add(listener);
        return listener;
    }

    @Test
    void eachListenerHasItsOwnFreePort() throws Exception {
        MailListener one = listen(Transport.PLAIN);
        MailListener other = listen(Transport.PLAIN);
        assertTrue(one.port() > 0);
        assertTrue(one.port() != other.port());
    }

    @Test
    void minusOneIsOff() throws Exception {
        ListenerSettings off = ListenerSettings.of("words", "127.0.0.1", -1, Transport.PLAIN);
        assertEquals(-1, MailListener.open(off, limits, tls, protocol).port());
    }

    @Test
    void aTakenPortSaysWhoWantedWhat() throws Exception {
        int taken = listen(Transport.PLAIN).port();
        ListenerSettings again = ListenerSettings.of("other", "0.0.0.0", taken, Transport.PLAIN);
        BindException failure =
                assertThrows(
                        BindException.class, () -> MailListener.open(again, limits, tls, protocol));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith("other cannot listen on 0.0.0.0 port " + taken));
    }

    @Test
    void pipelinedWordsAreAnsweredInOrderAroundWhatIsAwaited() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port())) {
            assertEquals("hello null", client.line());
            client.send("A\r\nWAIT\r\nB\r\nFAIL\r\nC\r\nWAIT\r\nWAIT\r\nBYE\r\nnever\r\n");
            for (String line :
                    List.of(
                            "heard A",
                            "waited",
                            "heard B",
                            "failed as told",
                            "heard C",
                            "waited",
                            "waited",
                            "bye")) {
                assertEquals(line, client.line());
            }
            assertNull(client.line());
        }
        assertFalse(protocol.heard.contains("never"));
        await().untilAsserted(() -> assertEquals(1, protocol.closed.get()));
    }

    @Test
    void anyVersionFromOneDotTwoOnAndNoOlder() throws Exception {
        int port = listen(Transport.TLS).port();
        try (TestClient client = TestClient.tls(port, "TLSv1.3")) {
            assertTrue(String.valueOf(client.line()).startsWith("hello TLSv1.3 TLS_"));
        }
        try (TestClient client = TestClient.tls(port, "TLSv1.2")) {
            assertTrue(String.valueOf(client.line()).startsWith("hello TLSv1.2 TLS_"));
        }
        assertThrows(SSLHandshakeException.class, () -> TestClient.tls(port, "TLSv1.1").close());
    }

    @Test
    void whatIsPipelinedBehindStartTlsIsDropped() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.STARTTLS).port())) {
            client.line();
            client.send("TLS\r\nINJECTED\r\nWAIT\r\n");
            assertEquals("go ahead", client.line());
            TestClient secure = client.upgrade();
            assertTrue(String.valueOf(secure.line()).startsWith("secure TLSv1.3"));
            secure.send("A\r\n");
            assertEquals("heard A", secure.line());
        }
        assertEquals(List.of("TLS", "A"), List.copyOf(protocol.heard));
    }

    @Test
    void halfAWordBeforeTheHandshakeIsDroppedToo() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.STARTTLS).port())) {
            client.line();
            client.send("TLS\r\nHALF");
            assertEquals("go ahead", client.line());
            TestClient secure = client.upgrade();
            secure.line();
            secure.send("A\r\n");
            assertEquals("heard A", secure.line());
        }
    }

    @Test
    void plainWordsInsteadOfAHandshakeEndTheConnection() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.STARTTLS).port())) {
            client.line();
            client.send("TLS\r\n");
            assertEquals("go ahead", client.line());
            client.send("A\r\nB\r\n");
            await().until(() -> client.socket().getInputStream().read() < 0);
        }
        await().untilAsserted(() -> assertEquals(1, protocol.closed.get()));
        assertEquals(List.of("TLS"), List.copyOf(protocol.heard));
    }

    @Test
    void aHandshakeThatNeverComesEnds() throws Exception {
        int port = listen(Transport.TLS, s -> s.withHandshake(Duration.ofMillis(200))).port();
        try (TestClient client = TestClient.plain(port)) {
            assertTrue(client.socket().getInputStream().readAllBytes().length < 64);
        }
        assertEquals(0, protocol.opened.get());
    }

    @Test
    void aChangedCertificateServesTheNextHandshake() throws Exception {
        var current =
                new java.util.concurrent.atomic.AtomicReference<>(
                        TestTls.certificate("one.example.test"));
        ListenerSettings settings = ListenerSettings.of("words", "127.0.0.1", 0, Transport.TLS);
        MailListener listener =
                MailListener.open(settings, limits, new ServerTls(current::get), protocol);
        listeners.add(listener);
        assertEquals("CN=one.example.test", subject(listener.port()));
        current.set(TestTls.certificate("two.example.test"));
        assertEquals("CN=two.example.test", subject(listener.port()));
    }

    private static String subject(int port) throws IOException {
        try (TestClient client = TestClient.tls(port)) {
            return ((javax.net.ssl.SSLSocket) client.socket())
                    .getSession()
                    .getPeerPrincipal()
                    .getName();
        }
    }

    @Test
    void aSilentClientIsToldAndLeft() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            client.send("QUICK\r\n");
            assertEquals("idle", client.line());
            assertNull(client.line());
        }
    }

    @Test
    void awaitedWorkIsNoSilence() throws Exception {
        int port = listen(Transport.PLAIN, s -> s.withIdle(Duration.ofMillis(150))).port();
        try (TestClient client = TestClient.plain(port)) {
            client.line();
            client.send("GATE\r\n");
            client.socket().setSoTimeout(500);
            assertThrows(java.net.SocketTimeoutException.class, client::line);
            client.socket().setSoTimeout(20_000);
            protocol.gate.countDown();
            assertEquals("gate open", client.line());
            assertEquals("idle", client.line());
        }
    }

    @Test
    void aSlowReaderHoldsTheStreamAndGetsItWhole() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            client.send("BIG\r\n");
            await().during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> chunks() < 200);
            long octets = client.socket().getInputStream().readNBytes(60 * 1024 * 1024).length;
            assertEquals(60 * 1024 * 1024, octets);
        }
    }

    private long chunks() {
        return protocol.heard.stream().filter("chunk"::equals).count();
    }

    @Test
    void aReaderThatTakesNothingIsCutOff() throws Exception {
        int port = listen(Transport.PLAIN, s -> s.withStall(Duration.ofMillis(200))).port();
        try (TestClient client = TestClient.plain(port)) {
            client.line();
            client.send("BIG\r\n");
            await().untilAsserted(() -> assertEquals(1, protocol.closed.get()));
            assertTrue(chunks() < 200);
        }
    }

    @Test
    void aClientThatLeavesDoesNotEndTheWorkAndClosedComesAfterIt() throws Exception {
        MailListener listener = listen(Transport.PLAIN);
        try (TestClient client = TestClient.plain(listener.port())) {
            client.line();
            client.send("GATE\r\n");
            protocol.reached.await();
        }
        assertEquals(0, protocol.closed.get());
        protocol.gate.countDown();
        await().untilAsserted(() -> assertEquals(1, protocol.closed.get()));
        await().until(() -> listener.connections() == 0);
    }

    @Test
    void aDefectIsSaidAndHurtsNobodyElse() throws Exception {
        int port = listen(Transport.PLAIN).port();
        try (TestClient broken = TestClient.plain(port);
                TestClient other = TestClient.plain(port)) {
            broken.line();
            other.line();
            broken.send("DEFECT\r\n");
            assertEquals("DEFECT", broken.line());
            assertNull(broken.line());
            other.send("A\r\n");
            assertEquals("heard A", other.line());
        }
    }

    @Test
    void aLineWithoutEndEndsTheConnection() throws Exception {
        try (TestClient client = TestClient.plain(listen(Transport.PLAIN).port())) {
            client.line();
            client.send("x".repeat(100_000));
            assertEquals("DEFECT", client.line());
        }
    }

    @Test
    void oneMoreThanAllowedIsTurnedAway() throws Exception {
        limits = new ConnectionLimits(10, 2);
        int port = listen(Transport.PLAIN).port();
        try (TestClient one = TestClient.plain(port);
                TestClient two = TestClient.plain(port)) {
            one.line();
            two.line();
            try (TestClient three = TestClient.plain(port)) {
                assertEquals("TOO_MANY_FROM_CLIENT", three.line());
                assertNull(three.line());
            }
        }
        await().until(() -> limits.open() == 0);
        try (TestClient four = TestClient.plain(port)) {
            assertEquals("hello null", four.line());
        }
    }

    @Test
    void goingDownLetsTheWorkEndAndSaysFarewell() throws Exception {
        MailListener listener = listen(Transport.PLAIN);
        try (TestClient quiet = TestClient.plain(listener.port());
                TestClient busy = TestClient.plain(listener.port())) {
            quiet.line();
            busy.line();
            busy.send("GATE\r\n");
            protocol.reached.await();
            Thread closer = Thread.ofVirtual().start(() -> listener.close(Duration.ofSeconds(10)));
            assertEquals("going down", quiet.line());
            protocol.gate.countDown();
            assertEquals("gate open", busy.line());
            assertEquals("going down", busy.line());
            quiet.socket().close();
            busy.socket().close();
            closer.join();
        }
        assertThrows(IOException.class, () -> TestClient.plain(listener.port()).close());
    }

    @Test
    void manyComeAndGo() throws Exception {
        MailListener listener = listen(Transport.PLAIN);
        for (int round = 0; round < 5; round++) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(TestClient.plain(listener.port()));
            }
            for (TestClient client : clients) {
                assertEquals("hello null", client.line());
                client.close();
            }
        }
        await().untilAsserted(() -> assertEquals(1000, protocol.closed.get()));
        await().until(() -> listener.connections() == 0 && limits.open() == 0);
    }
}
