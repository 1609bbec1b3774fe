package posthorn.imap.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posthorn.frontend.store.MemoryAccount;
import posthorn.frontend.store.MemoryAccounts;
import posthorn.imap.Transcript;
import posthorn.imap.TranscriptPlayer;
import posthorn.imap.grammar.ReaderLimits;
import posthorn.imap.session.ImapSessionSettings;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.Networks;
import posthorn.runtime.net.ServerTls;
import posthorn.runtime.net.TestTls;
import posthorn.runtime.net.Transport;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.TestSignIns;
import posthorn.runtime.tls.CertificateSet;

/** IMAP over sockets and TLS: the transcripts, and what only shows there. */
final class ImapOverTcpTest {

    private static final byte[] LARGE =
            ("Subject: large\r\n\r\n" + "0123456789abcdef".repeat(500_000))
                    .getBytes(StandardCharsets.US_ASCII);

    private static ServerTls tls;

    private final InputBudget input = new InputBudget(1_000_000, 50_000);
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final List<MailListener> listeners = new ArrayList<>();

    @BeforeAll
    static void start() {
        CertificateSet certificate = TestTls.certificate("mail.example.test");
        tls = new ServerTls(() -> certificate);
    }

    @AfterEach
    void close() {
        listeners.forEach(listener -> listener.close(Duration.ofSeconds(2)));
    }

    private MailListener listen(MemoryAccounts accounts, Transport transport, Duration idle)
            throws BindException {
        ImapSessionSettings session =
                new ImapSessionSettings(
                        new ReaderLimits(4096, 16384, 100_000), 20, 3, "1.2.3", 993);
        ImapService terms =
                new ImapService(
                        session,
                        accounts,
                        new SignInOffers(TestSignIns.MECHANISMS),
                        Networks.parse("networks", List.of()),
                        idle,
                        Duration.ofMinutes(1),
                        idle,
                        input,
                        new ImapService.LeastRate(100, Duration.ofSeconds(2)),
                        new ImapMeters(new SimpleMeterRegistry()));
        return MailListener.open(
                ListenerSettings.of("imap", "127.0.0.1", 0, transport),
                new ConnectionLimits(100, 100),
                tls,
                new ImapProtocol(terms));
    }

    private int tlsPort(Duration idle) throws BindException {
        MailListener listener = listen(accounts, Transport.TLS, idle);
        listeners.add(listener);
        return listener.port();
    }

    private TcpPeer signedIn(int port) {
        TcpPeer peer = new TcpPeer(port, false);
        assertTrue(peer.line().startsWith("* OK "));
        say(peer, "a LOGIN alice@example.test secret");
        assertTrue(peer.line().startsWith("a OK "));
        return peer;
    }

    private static void say(TcpPeer peer, String line) {
        peer.send((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void until(TcpPeer peer, String start) {
        String line = peer.line();
        while (!line.startsWith(start)) {
            assertTrue(!line.isEmpty(), () -> "the end, not " + start);
            line = peer.line();
        }
    }

    @TestFactory
    Stream<DynamicTest> transcripts() {
        return Transcript.all().stream()
                .map(transcript ->
                        DynamicTest.dynamicTest(transcript.name(), () -> play(transcript)));
    }

    private void play(Transcript transcript) throws BindException {
        MemoryAccounts own = new MemoryAccounts();
        boolean plain = transcript.isPlain();
        MailListener listener =
                listen(own, plain ? Transport.STARTTLS : Transport.TLS, Duration.ofMinutes(1));
        try {
            new TranscriptPlayer(transcript, own, () -> new TcpPeer(listener.port(), plain)).play();
        } finally {
            listener.close(Duration.ofSeconds(2));
        }
    }

    @Test
    void largeBodiesPassWholeWhileTheClientIsSlow() throws Exception {
        MemoryAccount alice = accounts.add("alice@example.test", "secret");
        alice.deliver("INBOX", LARGE);
        try (TcpPeer peer = signedIn(tlsPort(Duration.ofMinutes(1)))) {
            say(peer, "b EXAMINE INBOX");
            until(peer, "b OK");
            say(peer, "c FETCH 1 BODY[]");
            assertEquals("* 1 FETCH (BODY[] {" + LARGE.length + "}", peer.line());
            assertEquals(new String(LARGE, StandardCharsets.US_ASCII), peer.octets(LARGE.length));
            assertEquals(")", peer.line());
            assertEquals("c OK Fetched", peer.line());
        }
    }

    @Test
    void aClientThatLeavesInMidAnswerGivesEverythingBack() throws Exception {
        MemoryAccount alice = accounts.add("alice@example.test", "secret");
        alice.deliver("INBOX", LARGE);
        int port = tlsPort(Duration.ofMinutes(1));
        try (TcpPeer peer = signedIn(port)) {
            say(peer, "b EXAMINE INBOX");
            until(peer, "b OK");
            say(peer, "c FETCH 1 BODY[]");
            peer.line();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> listeners.getFirst().connections() == 0);
    }

    @Test
    void whoIsSilentIsLoggedOut() throws Exception {
        accounts.add("alice@example.test", "secret");
        try (TcpPeer peer = signedIn(tlsPort(Duration.ofMillis(300)))) {
            assertEquals("* BYE Autologout: silent for too long", peer.line());
            assertTrue(peer.ended());
        }
    }

    @Test
    void theServerSaysByeWhenItGoesDown() throws Exception {
        accounts.add("alice@example.test", "secret");
        try (TcpPeer peer = signedIn(tlsPort(Duration.ofMinutes(1)))) {
            say(peer, "b IDLE");
            assertEquals("+ idling", peer.line());
            Thread closing =
                    Thread.ofVirtual()
                            .start(() -> listeners.getFirst().close(Duration.ofSeconds(5)));
            assertEquals("* BYE The server goes down; connect again", peer.line());
            assertTrue(peer.ended());
            closing.join();
        }
    }

    @Test
    void aMessageThatComesInIsStoredBeforeTheServerSaysBye() throws Exception {
        MemoryAccount alice = accounts.add("alice@example.test", "secret");
        try (TcpPeer peer = signedIn(tlsPort(Duration.ofMinutes(1)))) {
            say(peer, "b APPEND INBOX {22}");
            assertEquals("+ OK", peer.line());
            say(peer, "Subject: x");
            MailListener listener = listeners.getFirst();
            Thread closing = Thread.ofVirtual().start(() -> listener.close(Duration.ofSeconds(9)));
            await().until(() -> !canConnect(listener.port()));
            say(peer, "\r\nlast one");
            say(peer, "");
            assertEquals("b OK [APPENDUID 1 1] Appended", peer.line());
            assertEquals("* BYE The server goes down; connect again", peer.line());
            assertTrue(peer.ended());
            closing.join();
        }
        assertEquals(0, alice.sessions());
    }

    private static boolean canConnect(int port) {
        try (TcpPeer other = new TcpPeer(port, false)) {
            return !other.line().isEmpty();
        } catch (RuntimeException refused) {
            return false;
        }
    }

    @Test
    void aMessageThatComesTooSlowlyEndsTheSession() throws Exception {
        MemoryAccount alice = accounts.add("alice@example.test", "secret");
        try (TcpPeer peer = signedIn(tlsPort(Duration.ofMinutes(1)))) {
            say(peer, "b APPEND INBOX {1000}");
            assertEquals("+ OK", peer.line());
            say(peer, "Subject: x");
            assertEquals("* BYE Autologout: the message came too slowly", peer.line());
            assertTrue(peer.ended());
        }
        await().until(() -> alice.sessions() == 0);
    }

    @Test
    void longCommandsThatNeverEndAreBounded() throws Exception {
        accounts.add("alice@example.test", "secret");
        int port = tlsPort(Duration.ofMinutes(1));
        List<TcpPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                TcpPeer peer = signedIn(port);
                peers.add(peer);
                say(peer, "b SEARCH TEXT {15000+}");
                peer.send("x".repeat(14_000).getBytes(StandardCharsets.US_ASCII));
            }
            String last = peers.getLast().line();
            assertTrue(last.startsWith("* BYE [LIMIT] Too many long commands"), last);
            try (TcpPeer other = signedIn(port)) {
                say(other, "c NOOP");
                assertEquals("c OK Nothing done", other.line());
            }
        } finally {
            peers.forEach(TcpPeer::close);
        }
        await().until(() -> input.held() == 0);
    }

    @Test
    void newsReachesManyWhoIdle() throws Exception {
        MemoryAccount alice = accounts.add("alice@example.test", "secret");
        int port = tlsPort(Duration.ofMinutes(1));
        List<TcpPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                TcpPeer peer = signedIn(port);
                peers.add(peer);
                say(peer, "b SELECT INBOX");
                until(peer, "b OK");
                say(peer, "c IDLE");
                assertEquals("+ idling", peer.line());
            }
            for (int n = 1; n <= 10; n++) {
                alice.deliver("INBOX", "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            for (TcpPeer peer : peers) {
                until(peer, "* 10 EXISTS");
                say(peer, "DONE");
                until(peer, "c OK");
            }
        } finally {
            peers.forEach(TcpPeer::close);
        }
    }
}
