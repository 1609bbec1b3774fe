package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryLog;
import posthorn.ingress.memory.SessionFixture;
import posthorn.protocol.smtp.DsnCondition;
import posthorn.protocol.smtp.DsnReturn;

/**
 * BDAT (RFC 3030), and what of it depends on sizes and time; DSN (RFC 3461); MAILMAX (RFC 9422).
 */
class ChunkingTest {
    private static final int WHOLE = 1 << 24;

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void aMessageIsTheSameInChunksOfEverySizeAsBehindData() {
        Random random = new Random(3030);
        String line = "..a line with a dot, " + "x".repeat(60) + "\r\n";
        for (int round = 0; round < 40; round++) {
            String message = "Subject: x\r\n\r\n" + line.repeat(random.nextInt(700));
            MemoryWire wire = begin(1 + random.nextInt(4_000));
            wire.unread();
            wire.send(chunks(octets(message), random));
            List<String> said = wire.unread();
            assertTrue(said.getLast().startsWith("250 2.0.0 Accepted"), said::toString);
            MemoryLog.Appended appended = fixture.log().appended().getLast();
            long received = appended.message().size() - message.length();
            if (appended.inline().length > 0) {
                assertArrayEquals(
                        octets(message),
                        Arrays.copyOfRange(
                                appended.inline(), (int) received, appended.inline().length));
            }
            wire.leave();
            assertEquals(0, fixture.memory().used());
            assertEquals(0, fixture.bodies().uploads());
        }
        assertFalse(fixture.bodies().stored().isEmpty());
    }

    /** In chunks of 64 octets and more; the last is often empty. */
    private static byte[] chunks(byte[] message, Random random) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        int at = 0;
        while (at < message.length) {
            int length = Math.min(message.length - at, 64 + random.nextInt(9_000));
            boolean last = at + length == message.length && random.nextBoolean();
            wire.writeBytes(octets("BDAT " + length + (last ? " LAST\r\n" : "\r\n")));
            wire.write(message, at, length);
            at += length;
            if (last) {
                return wire.toByteArray();
            }
        }
        wire.writeBytes(octets("BDAT 0 LAST\r\n"));
        return wire.toByteArray();
    }

    @Test
    void theSizeOfAllChunksTogetherCounts() {
        MemoryWire wire = begin(WHOLE);
        byte[] half = octets("\r\n" + ("x".repeat(998) + "\r\n").repeat(60));
        assertEquals("250 2.0.0", answer(wire, "BDAT 60002", half));
        assertEquals("552 5.3.4", answer(wire, "BDAT 60002", half));
        assertEquals("503 5.5.1", answer(wire, "BDAT 60002 LAST", half));
        assertEquals(0, fixture.memory().used());
        assertEquals(0, fixture.bodies().uploads());
        assertEquals("250 2.1.0", answer(wire, "MAIL FROM:<>", new byte[0]));
    }

    @Test
    void aNulIsRefusedBehindItsChunk() {
        MemoryWire wire = begin(WHOLE);
        assertEquals("554 5.6.0", answer(wire, "BDAT 3", new byte[] {'a', 0, 'b'}));
        assertFalse(wire.closed());
    }

    @Test
    void aBinaryMessageBecomesOneOfLines() {
        Random random = new Random(3030);
        for (int size : new int[] {0, 10, 20_000, 60_000, 90_000}) {
            byte[] binary = new byte[size];
            random.nextBytes(binary);
            MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, 900);
            wire.send(octets("EHLO a.example\r\nMAIL FROM:<> BODY=BINARYMIME\r\n"));
            wire.send(octets("RCPT TO:<bob@example.test>\r\n"));
            String header = "Subject: x\r\nContent-Transfer-Encoding: %s\r\n\r\n";
            byte[] first = octets(String.format(header, "binary"));
            wire.send(octets("BDAT " + first.length + "\r\n"));
            wire.send(first);
            wire.send(octets("BDAT " + size + " LAST\r\n"));
            wire.send(binary);
            boolean fits = size < 70_000;
            String answer = wire.unread().getLast();
            assertTrue(answer.startsWith(fits ? "250 2.0.0 Accepted" : "552 5.3.4"), answer);
            wire.leave();
            assertEquals(0, fixture.memory().used());
            assertEquals(0, fixture.bodies().uploads());
            if (fits) {
                AcceptedMessage message = fixture.log().appended().getLast().message();
                byte[] stored =
                        Objects.requireNonNull(fixture.bodies().stored().get(name(message)));
                assertEquals(message.size(), stored.length);
                String text = new String(stored, StandardCharsets.ISO_8859_1);
                int body = text.indexOf(String.format(header, "base64"));
                assertTrue(body > 0, text.substring(0, 200));
                assertArrayEquals(
                        binary,
                        Base64.getMimeDecoder().decode(text.substring(body + header.length() + 4)));
            }
        }
    }

    private static String name(AcceptedMessage message) {
        return switch (message.body()) {
            case AcceptedMessage.Body.Transit(String name) -> name;
            case AcceptedMessage.Body.Inline inline -> throw new AssertionError("not converted");
        };
    }

    @Test
    void tinyChunksAreIdleCommands() {
        MemoryWire wire = begin(WHOLE);
        for (int i = 0; i < 20 && !wire.closed(); i++) {
            wire.send(octets("BDAT 1\r\nx"));
        }
        assertTrue(wire.closed());
        assertTrue(wire.unreadContains("421 4.7.0"));
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void commandsEarnNoTimeForTheMessage() {
        MemoryWire wire = begin(WHOLE);
        wire.send(octets("BDAT 100\r\n" + "x".repeat(100)));
        for (int i = 0; i < 4; i++) {
            wire.pass(Duration.ofMinutes(2));
            wire.send(octets("BDAT 100\r\n" + "x".repeat(100)));
        }
        assertTrue(wire.closed());
        assertTrue(wire.unreadContains("421 4.4.2 The message came in too slowly"));
    }

    @Test
    void aChunkThatIsNotWantedHasToComeInTimeToo() {
        MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, WHOLE);
        wire.send(octets("BDAT 10000\r\n"));
        wire.pass(Duration.ofMinutes(6));
        assertTrue(wire.closed());
    }

    @Test
    void aStopWaitsForTheMessageThatComesInChunks() {
        MemoryWire wire = begin(WHOLE);
        wire.send(octets("BDAT 2\r\n\r\n"));
        wire.goDown();
        assertFalse(wire.closed());
        wire.send(octets("BDAT 0 LAST\r\n"));
        assertTrue(wire.closed());
        assertEquals(1, fixture.log().appended().size());
    }

    @Test
    void whatTheSenderWantsOfNotificationsIsAccepted() {
        MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, WHOLE);
        wire.send(octets("EHLO a.example\r\nMAIL FROM:<c@a.example> RET=HDRS ENVID=a+2Bb\r\n"));
        wire.send(
                octets("RCPT TO:<bob@example.test> NOTIFY=DELAY ORCPT=rfc822;x+20y@b.example\r\n"));
        wire.send(octets("RCPT TO:<alice@example.test>\r\nBDAT 0 LAST\r\n"));
        AcceptedMessage message = fixture.log().appended().getFirst().message();
        assertEquals(Optional.of(DsnReturn.HDRS), message.dsn().returned());
        assertEquals(Optional.of("a+b"), message.dsn().envelopeId());
        AcceptedMessage.Recipient bob = message.recipients().getFirst();
        assertEquals(Set.of(DsnCondition.DELAY), bob.dsn().conditions());
        assertEquals("rfc822;x y@b.example", bob.dsn().original().orElseThrow().text());
        AcceptedMessage.Recipient alice = message.recipients().getLast();
        assertTrue(alice.dsn().conditions().isEmpty() && alice.dsn().original().isEmpty());
    }

    @Test
    void oneMessageMoreThanAnnouncedEndsTheConnection() {
        MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, WHOLE);
        wire.send(octets("EHLO a.example\r\n"));
        String message = "MAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nBDAT 0 LAST\r\n";
        for (int i = 0; i < SessionFixture.settings().maxTransactions(); i++) {
            wire.send(octets(message));
        }
        assertEquals(20, fixture.log().appended().size());
        assertFalse(wire.closed());
        wire.send(octets(message));
        assertTrue(wire.closed());
        assertTrue(wire.unreadContains("421 4.5.3"));
    }

    private MemoryWire begin(int piece) {
        MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, piece);
        wire.send(octets("EHLO a.example\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\n"));
        wire.unread();
        return wire;
    }

    private static String answer(MemoryWire wire, String command, byte[] chunk) {
        wire.send(octets(command + "\r\n"));
        wire.send(chunk);
        return wire.line().substring(0, 9);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
