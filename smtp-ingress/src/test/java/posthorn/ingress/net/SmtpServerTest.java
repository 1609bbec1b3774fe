package posthorn.ingress.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SmtpSessionSettings;
import posthorn.runtime.net.ConnectionLimits;

class SmtpServerTest {
    private final SessionFixture fixture = new SessionFixture();

    @Test
    void largeMessageTravelsAsTransitBodyByteForByte() throws IOException {
        byte[] message = message(90_000);
        try (TestServer server = server();
                TcpWire wire = server.connect()) {
            begin(wire);
            wire.send(stuffed(message));
            assertTrue(wire.line().startsWith("250 2.0.0 Accepted"));
            byte[] stored = fixture.bodies().stored().values().iterator().next();
            byte[] tail = Arrays.copyOfRange(stored, stored.length - message.length, stored.length);
            assertArrayEquals(message, tail);
            assertEquals(0, fixture.memory().used());
            assertEquals(1, server.accepted());
        }
    }

    @Test
    void silentConnectionOfAUserEndsWhenTheSignInCountsNoLonger() throws IOException {
        try (TestServer server =
                        new TestServer(Role.SUBMISSIONS, SessionFixture.settings(), fixture);
                TcpWire alice = server.connect();
                TcpWire bob = server.connect()) {
            signIn(alice, "AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k");
            signIn(bob, "AGJvYkBleGFtcGxlLnRlc3QAYnVpbGRlcg==");
            assertEquals(2, server.signedIn().count());
            server.signedIn().look();
            fixture.directory().changePassword("alice@example.test", "another");
            server.signedIn().look();
            assertTrue(alice.line().startsWith("421 4.7.0"));
            await().until(() -> server.signedIn().count() == 1);
            bob.send("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(bob.line().startsWith("250"));
            fixture.directory().disable("bob@example.test");
            server.signedIn().look();
            assertTrue(bob.line().startsWith("421 4.7.0"));
            await().until(() -> server.signedIn().count() == 0);
        }
    }

    private static void signIn(TcpWire wire, String response) throws IOException {
        wire.send(
                ("EHLO x\r\nAUTH PLAIN " + response + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String line = wire.line();
        while (!line.startsWith("235")) {
            assertTrue(line.startsWith("2"), line);
            line = wire.line();
        }
    }

    @Test
    void clientThatLeavesInTheMidstOfDataLeavesNothingBehind() throws IOException {
        try (TestServer server = server()) {
            try (TcpWire wire = server.connect()) {
                begin(wire);
                byte[] whole = stuffed(message(60_000));
                wire.send(Arrays.copyOf(whole, whole.length - 3));
                await().until(() -> fixture.bodies().uploads() == 1);
            }
            await().until(() -> server.connections() == 0);
            await().until(() -> fixture.bodies().uploads() == 0 && fixture.memory().used() == 0);
            assertTrue(fixture.log().appended().isEmpty());
        }
    }

    @Test
    void hundredThousandRecipientsEndTheConnection() throws Exception {
        try (TestServer server = server();
                TcpWire wire = server.connect()) {
            wire.line();
            say(wire, "EHLO relay.example.org");
            while (!wire.line().startsWith("250 ")) {}
            say(wire, "MAIL FROM:<carol@example.org>");
            wire.line();
            Thread sender = Thread.ofVirtual().start(() -> manyRecipients(wire));
            List<String> answers = new ArrayList<>();
            while (answers.isEmpty() || !answers.getLast().startsWith("421")) {
                answers.add(wire.line().substring(0, 3));
            }
            SmtpSessionSettings limits = SessionFixture.settings();
            int most = limits.maxRecipients();
            assertEquals(most, Collections.frequency(answers, "250"));
            assertEquals(most + limits.maxBadCommands(), Collections.frequency(answers, "452"));
            sender.join();
        }
    }

    @Test
    void connectionsAreLimited() throws IOException {
        ConnectionLimits limits = new ConnectionLimits(10, 1);
        try (TestServer server =
                        new TestServer(Role.MX, SessionFixture.settings(), fixture, limits);
                TcpWire first = server.connect()) {
            assertTrue(first.line().startsWith("220"));
            try (TcpWire second = server.connect()) {
                assertTrue(second.line().startsWith("421 4.7.0"));
                assertTrue(second.isClosed());
            }
            assertEquals(1, server.refused("too-many-from-client"));
        }
    }

    @Test
    void shutdownSaysGoodbye() throws IOException {
        try (TestServer server = server()) {
            Thread closing;
            try (TcpWire wire = server.connect()) {
                wire.line();
                closing = Thread.ofVirtual().start(server::shutDown);
                assertTrue(wire.line().startsWith("421 4.3.2"));
                assertTrue(wire.isClosed());
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> !closing.isAlive());
        }
    }

    private TestServer server() throws IOException {
        return new TestServer(Role.MX, SessionFixture.settings(), fixture);
    }

    private static void begin(TcpWire wire) throws IOException {
        wire.line();
        say(wire, "HELO relay.example.org");
        wire.line();
        say(wire, "MAIL FROM:<carol@example.org>");
        wire.line();
        say(wire, "RCPT TO:<alice@example.test>");
        wire.line();
        say(wire, "DATA");
        assertTrue(wire.line().startsWith("354"));
    }

    private static void say(TcpWire wire, String line) throws IOException {
        wire.send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void manyRecipients(TcpWire wire) {
        try {
            for (int i = 0; i < 100; i++) {
                StringBuilder lines = new StringBuilder();
                for (int j = 0; j < 1_000; j++) {
                    lines.append("RCPT TO:<alice+")
                            .append(i * 1_000 + j)
                            .append("@example.test>\r\n");
                }
                wire.send(lines.toString().getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The server has closed: that is what is wanted.
        }
    }

    /** A header and lines of random octets, some of which begin with a dot. */
    private static byte[] message(int size) {
        Random random = new Random(size);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes("Subject: large\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        while (message.size() < size) {
            byte[] line = new byte[random.nextInt(200)];
            random.nextBytes(line);
            for (int i = 0; i < line.length; i++) {
                line[i] = line[i] == '\r' || line[i] == '\n' || line[i] == 0 ? (byte) '.' : line[i];
            }
            message.writeBytes(random.nextInt(5) == 0 ? new byte[] {'.'} : new byte[0]);
            message.writeBytes(line);
            message.writeBytes(new byte[] {'\r', '\n'});
        }
        return message.toByteArray();
    }

    private static byte[] stuffed(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String stuffed = text.replace("\r\n.", "\r\n..") + ".\r\n";
        return stuffed.getBytes(StandardCharsets.ISO_8859_1);
    }
}
