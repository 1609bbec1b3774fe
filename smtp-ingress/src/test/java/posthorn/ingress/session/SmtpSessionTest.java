package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryLog;
import posthorn.ingress.memory.SessionFixture;
import posthorn.runtime.signin.TestSignIns;

class SmtpSessionTest {
    private static final int WHOLE = 1 << 24;

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void receivedIsPrependedAndEveryOtherOctetStays() {
        String message = "Subject: raw 8-bit \u00e9\u00ff\r\n\tfolded \r\n\r\nbody\u0001\r\n";
        MemoryWire wire = onMx();
        say(wire, "EHLO relay.example.org", "MAIL FROM:<carol@example.org>");
        say(wire, "RCPT TO:<Alice@Example.test>");
        data(wire, message);
        assertEquals(
                "Received: from relay.example.org ([192.0.2.1])\r\n"
                        + "\tby mx.example.test with ESMTP\r\n"
                        + "\tid 00000000000000000000000001\r\n"
                        + "\tfor <Alice@Example.test>;\r\n"
                        + "\tMon, 23 Nov 2026 08:00:00 +0000\r\n"
                        + message,
                only());
        assertTrue(fixture.log().appended().getFirst().message().eightBit());
    }

    @Test
    void severalRecipientsAreNotTold() {
        MemoryWire wire = onMx();
        say(wire, "EHLO [192.0.2.9]", "MAIL FROM:<>", "RCPT TO:<bob@example.test>");
        say(wire, "RCPT TO:<alice@example.test>", "RCPT TO:<ALICE@Example.TEST>");
        data(wire, "\r\n");
        assertTrue(only().startsWith("Received: from [192.0.2.9] ([192.0.2.1])\r\n"));
        assertFalse(only().contains("for <"));
        assertEquals(2, fixture.log().appended().getFirst().message().recipients().size());
    }

    @Test
    void wordThatIsNoNameIsNotRepeated() {
        MemoryWire wire = onMx();
        say(wire, "HELO (evil)\u00e9;", "MAIL FROM:<>", "RCPT TO:<bob@example.test>");
        data(wire, "\r\n");
        assertTrue(only().startsWith("Received: from [192.0.2.1] ([192.0.2.1])\r\n"));
        assertTrue(only().contains(" with SMTP\r\n"));
    }

    @Test
    void missingDateAndMessageIdAreAddedForUsers() {
        MemoryWire wire = signedIn();
        say(wire, "MAIL FROM:<alice@example.test>", "RCPT TO:<bob@example.test>");
        data(wire, "From: alice@example.test\r\n\r\ntext\r\n");
        assertTrue(only().contains(" with ESMTPSA\r\n\t(TLSv1.3 TLS_AES_128_GCM_SHA256)\r\n"));
        assertTrue(
                only().endsWith(
                                """
                                +0000
                                Date: Mon, 23 Nov 2026 08:00:00 +0000
                                Message-ID: <00000000000000000000000001@mx.example.test>
                                From: alice@example.test

                                text
                                """
                                        .replace("\n", "\r\n")));
    }

    @Test
    void whatAUserHasWrittenIsNotWrittenAgain() {
        MemoryWire wire = signedIn();
        say(wire, "MAIL FROM:<alice@example.test>", "RCPT TO:<bob@example.test>");
        data(wire, "date: today\r\nmessage-id: <1@x>\r\nFrom: alice@example.test\r\n\r\n");
        assertTrue(
                only().endsWith(
                                "+0000\r\ndate: today\r\nmessage-id: <1@x>\r\nFrom: alice@example.test\r\n\r\n"));
        assertEquals(
                "<1@x>",
                fixture.log().appended().getFirst().message().headerMessageId().orElseThrow());
    }

    @Test
    void messageOfOneOctetMoreThanAllowedIsRefusedBehindItsDot() {
        long limit = SessionFixture.settings().maxSize();
        assertEquals("552 5.3.4", answerTo(lines(limit + 1)));
        assertEquals("250 2.0.0", answerTo(lines(limit)));
        assertEquals(1, fixture.bodies().stored().size());
        assertEquals(0, fixture.bodies().uploads());
    }

    @Test
    void endlessMessageIsCutOff() {
        MemoryWire wire = onMx();
        begin(wire);
        byte[] line = octets("a".repeat(998) + "\r\n");
        int sent = 0;
        while (!wire.unreadContains("552 5.3.4") && sent < 1_000) {
            wire.send(line);
            sent++;
        }
        assertTrue(sent < 250, "took " + sent + " lines");
        assertTrue(wire.closed());
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void headerThatDoesNotFitIsRefused() {
        String field = "X-Padding: " + "x".repeat(987) + "\r\n";
        assertEquals("552 5.3.4", answerTo(field.repeat(30) + "\r\nbody\r\n"));
    }

    @Test
    void longBodyLineIsRefused() {
        int most = SessionFixture.settings().maxBodyLine();
        assertEquals("250 2.0.0", answerTo("\r\n" + "x".repeat(most) + "\r\n"));
        assertEquals("554 5.6.0", answerTo("\r\n" + "x".repeat(most + 1) + "\r\n"));
    }

    @Test
    void bodyStoreThatIsDownIsATemporaryFailure() {
        fixture.bodies().down(true);
        assertEquals("451 4.3.0", answerTo(lines(50_000)));
        assertEquals("250 2.0.0", answerTo(lines(5_000)));
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void logThatIsDownKeepsTheTransitBodySinceItMayBeNamed() {
        fixture.log().down(true);
        assertEquals("451 4.3.0", answerTo(lines(50_000)));
        assertEquals(1, fixture.bodies().stored().size());
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void passwordIsInNoTextOfAnEffect() {
        PortCall.Authenticate call =
                new PortCall.Authenticate(
                        TestSignIns.password("alice", "wonderland", "smtp", "192.0.2.1"));
        assertFalse(call.toString().contains("wonderland"));
    }

    private String answerTo(String message) {
        MemoryWire wire = onMx();
        begin(wire);
        wire.unread();
        wire.send(octets(stuffed(message)));
        String answer = wire.line();
        wire.leave();
        return answer.substring(0, 9);
    }

    private MemoryWire onMx() {
        return new MemoryWire(Role.MX, SessionFixture.settings(), fixture, WHOLE);
    }

    private MemoryWire signedIn() {
        MemoryWire wire =
                new MemoryWire(Role.SUBMISSIONS, SessionFixture.settings(), fixture, WHOLE);
        say(wire, "EHLO laptop", "AUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k");
        return wire;
    }

    private static void begin(MemoryWire wire) {
        say(wire, "EHLO relay.example.org", "MAIL FROM:<>", "RCPT TO:<bob@example.test>", "DATA");
    }

    private static void data(MemoryWire wire, String message) {
        say(wire, "DATA");
        wire.send(octets(stuffed(message)));
        List<String> said = new ArrayList<>(wire.unread());
        assertTrue(said.getLast().startsWith("250 2.0.0"), said::toString);
    }

    private static void say(MemoryWire wire, String... lines) {
        for (String line : lines) {
            wire.send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private String only() {
        List<MemoryLog.Appended> appended = fixture.log().appended();
        assertEquals(1, appended.size());
        byte[] inline = appended.getFirst().inline();
        assertArrayEquals(
                inline, Arrays.copyOf(inline, (int) appended.getFirst().message().size()));
        return new String(inline, StandardCharsets.ISO_8859_1);
    }

    /** A message of exactly so many octets. */
    private static String lines(long octets) {
        String line = "x".repeat(98) + "\r\n";
        StringBuilder message = new StringBuilder("Subject: x\r\n\r\n");
        while (message.length() + line.length() + 100 < octets) {
            message.append(line);
        }
        int rest = (int) (octets - message.length());
        return message.append("y".repeat(rest - 2)).append("\r\n").toString();
    }

    private static String stuffed(String message) {
        return ("\r\n" + message).replace("\r\n.", "\r\n..").substring(2) + ".\r\n";
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
