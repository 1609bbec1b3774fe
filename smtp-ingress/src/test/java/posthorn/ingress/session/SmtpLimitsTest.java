package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.SessionFixture;

/** What a client may make the session do, for how long, and what happens when the server stops. */
class SmtpLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SessionFixture fixture = new SessionFixture();

    // ---- time

    @Test
    void lineThatNeverEndsMeetsTheDeadlineOfItsCommand() {
        MemoryWire wire = onMx();
        for (int i = 0; i < 4; i++) {
            wire.pass(MINUTE);
            say(wire, "N");
        }
        assertFalse(wire.closed());
        wire.pass(MINUTE);
        assertTrue(wire.unread().getLast().startsWith("421 4.4.2"));
        assertTrue(wire.closed());
    }

    @Test
    void eachWholeCommandHasTimeOfItsOwn() {
        MemoryWire wire = onMx();
        for (int i = 0; i < 8; i++) {
            wire.pass(Duration.ofMinutes(4));
            say(wire, "NOOP\r\n");
        }
        assertFalse(wire.closed());
    }

    @Test
    void userWhoDoesNotSignInHasOneDeadlineForEverything() {
        MemoryWire wire =
                new MemoryWire(Role.SUBMISSIONS, SessionFixture.settings(), fixture, 1_000);
        for (int i = 0; i < 4; i++) {
            wire.pass(MINUTE);
            say(wire, "NOOP\r\n");
        }
        assertFalse(wire.closed());
        wire.pass(MINUTE);
        assertTrue(wire.closed());
    }

    @Test
    void userWhoHasSignedInHasTheTimeOfACommand() {
        MemoryWire wire =
                new MemoryWire(Role.SUBMISSIONS, SessionFixture.settings(), fixture, 1_000);
        wire.pass(Duration.ofMinutes(4));
        say(wire, "EHLO laptop\r\nAUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k\r\n");
        wire.pass(Duration.ofMinutes(4));
        say(wire, "NOOP\r\n");
        assertFalse(wire.closed());
    }

    @Test
    void messageThatDripsIsCutOff() {
        MemoryWire wire = inData();
        int pauses = 0;
        while (!wire.closed() && pauses < 100) {
            say(wire, "x");
            wire.pass(Duration.ofSeconds(38));
            pauses++;
        }
        assertEquals(8, pauses);
        assertTrue(wire.unread().getLast().startsWith("421 4.4.2"));
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void messageThatComesAtTheLeastRateIsTaken() {
        MemoryWire wire = inData(SessionFixture.settings(Duration.ofSeconds(10)));
        String second = "x".repeat(498) + "\r\n";
        for (int i = 0; i < 20; i++) {
            wire.pass(Duration.ofSeconds(9));
            say(wire, second.repeat(9));
        }
        assertFalse(wire.closed());
    }

    @Test
    void timeThatWasEarnedIsNeverMoreThanThePauseAllowed() {
        MemoryWire wire = inData();
        say(wire, ("x".repeat(498) + "\r\n").repeat(100));
        wire.pass(Duration.ofMinutes(5));
        assertTrue(wire.closed());
    }

    // ---- recipients and errors

    @Test
    void strangersAreCountedSlowedAndEndTheConnection() {
        MemoryWire wire = inMail();
        for (int i = 0; i < 8; i++) {
            say(wire, "RCPT TO:<nobody" + i + "@example.test>\r\n");
        }
        List<String> said = wire.unread();
        assertEquals(9, said.size());
        assertTrue(said.subList(0, 8).stream().allMatch(line -> line.startsWith("550 5.1.1")));
        assertTrue(said.getLast().startsWith("421 4.7.0"));
        assertEquals(6, fixture.pauses().size());
        assertTrue(wire.closed());
    }

    @Test
    void strangersAreCountedOverAllConnectionsOfAClient() {
        for (int connection = 0; connection < 2; connection++) {
            MemoryWire wire = inMail();
            for (int i = 0; i < 6; i++) {
                say(wire, "RCPT TO:<nobody" + i + "@example.test>\r\n");
            }
            assertFalse(wire.closed());
        }
        MemoryWire next = inMail();
        say(next, "RCPT TO:<nobody@example.test>\r\n");
        assertTrue(next.unread().getFirst().startsWith("421 4.7.0"));
        assertTrue(next.closed());
        MemoryWire known = inMail();
        say(known, "RCPT TO:<alice@example.test>\r\n");
        assertTrue(known.unread().getFirst().startsWith("421 4.7.0"));
        assertTrue(known.closed());
    }

    @Test
    void strangersAreRefusedAlsoWhenNobodyCounts() {
        fixture.refused().down(true);
        MemoryWire wire = inMail();
        say(wire, "RCPT TO:<nobody@example.test>\r\n");
        assertTrue(wire.unread().getFirst().startsWith("550 5.1.1"));
        assertFalse(wire.closed());
    }

    @Test
    void bodyForWhichTheStoreHasNoRoomComesLater() {
        for (int lines : new int[] {200, 1_000}) {
            MemoryWire wire = inData();
            say(wire, "Subject: x\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(lines - 200));
            fixture.bodies().full(true);
            say(wire, ("x".repeat(98) + "\r\n").repeat(200) + ".\r\n");
            assertTrue(wire.unread().getFirst().startsWith("452 4.3.1"));
            fixture.bodies().full(false);
            assertEquals(0, fixture.memory().used());
            assertEquals(0, fixture.bodies().uploads());
        }
    }

    // ---- the end of a sign-in

    @Test
    void signInThatCountsNoLongerEndsTheSession() {
        MemoryWire wire = signedIn();
        wire.accessEnds();
        assertTrue(wire.unread().getLast().startsWith("421 4.7.0"));
        assertTrue(wire.closed());
    }

    @Test
    void messageOfWhoMaySendNoLongerIsNotTaken() {
        MemoryWire wire = signedIn();
        say(wire, "MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n");
        say(wire, "From: alice@example.test\r\n");
        wire.accessEnds();
        assertTrue(wire.unread().getLast().startsWith("421 4.7.0"));
        assertTrue(wire.closed());
        assertEquals(0, fixture.log().appended().size());
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void changedPasswordEndsWhatComesNext() {
        MemoryWire wire = signedIn();
        fixture.directory().changePassword("alice@example.test", "another");
        say(wire, "MAIL FROM:<alice@example.test>\r\n");
        assertTrue(wire.unread().getFirst().startsWith("550 5.7.1"));
        assertTrue(wire.closed());
    }

    private MemoryWire signedIn() {
        MemoryWire wire =
                new MemoryWire(Role.SUBMISSIONS, SessionFixture.settings(), fixture, 1_000);
        say(wire, "EHLO laptop\r\nAUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k\r\n");
        wire.unread();
        return wire;
    }

    @Test
    void everySpellingOfARecipientCounts() {
        MemoryWire wire = inMail();
        say(wire, "RCPT TO:<alice@example.test>\r\n");
        say(wire, "RCPT TO:<ALICE+a@example.test>\r\n");
        say(wire, "RCPT TO:<alice@example.test>\r\n");
        say(wire, "RCPT TO:<Alice@example.test>\r\n");
        List<String> said = wire.unread();
        assertTrue(said.get(2).startsWith("250"));
        assertTrue(said.get(3).startsWith("452 4.5.3"));
        say(wire, "DATA\r\nSubject: x\r\n\r\n.\r\n");
        assertEquals(2, fixture.log().appended().getFirst().message().recipients().size());
    }

    @Test
    void commandsThatBringNoMessageNearerBecomeErrors() {
        MemoryWire wire = onMx();
        int sent = 0;
        while (!wire.closed() && sent < 100) {
            say(wire, sent % 2 == 0 ? "NOOP\r\n" : "RSET\r\n");
            sent++;
        }
        assertEquals(15, sent);
        assertTrue(wire.unread().getLast().startsWith("421 4.7.0"));
    }

    @Test
    void recipientsThatAreRefusedWithoutEndBecomeErrors() {
        fixture.directory().full("alice@example.test", 0, 5_000);
        for (String recipient : List.of("alice@example.test", "\u00fc@example.test")) {
            MemoryWire wire = inMail();
            int sent = 0;
            while (!wire.closed() && sent < 100) {
                wire.send(("RCPT TO:<" + recipient + ">\r\n").getBytes(StandardCharsets.UTF_8));
                sent++;
            }
            assertEquals(14, sent);
            assertTrue(wire.unread().getLast().startsWith("421 4.7.0"));
        }
    }

    @Test
    void postmasterIsFoundAtOurAddresses() {
        MemoryWire wire = inMail();
        say(wire, "RCPT TO:<postmaster@[192.0.2.2]>\r\n");
        say(wire, "RCPT TO:<PostMaster@[203.0.113.9]>\r\n");
        say(wire, "RCPT TO:<alice@[192.0.2.2]>\r\n");
        say(wire, "RCPT TO:<postmaster@[192.0.2.99]>\r\n");
        List<String> said = wire.unread();
        assertTrue(said.get(0).startsWith("250"));
        assertTrue(said.get(1).startsWith("250"));
        assertTrue(said.get(2).startsWith("550"));
        assertTrue(said.get(3).startsWith("550"));
    }

    @Test
    void loginLongerThanAnyAddressAsksNobody() {
        MemoryWire wire =
                new MemoryWire(Role.SUBMISSIONS, SessionFixture.settings(), fixture, 1_000);
        fixture.directory().down(true);
        String login = "x".repeat(400);
        byte[] plain = ("\0" + login + "\0secret").getBytes(StandardCharsets.US_ASCII);
        say(wire, "EHLO laptop\r\n");
        wire.unread();
        say(wire, "AUTH PLAIN " + java.util.Base64.getEncoder().encodeToString(plain) + "\r\n");
        assertTrue(wire.unread().getFirst().startsWith("500 5.5.6"));
    }

    // ---- going down

    @Test
    void clientBetweenTwoCommandsIsToldAtOnce() {
        MemoryWire wire = inMail();
        wire.goDown();
        assertTrue(wire.unread().getLast().startsWith("421 4.3.2"));
        assertTrue(wire.closed());
    }

    @Test
    void messageInHandIsFinishedAndAnswered() {
        MemoryWire wire = inData();
        say(wire, "Subject: x\r\n\r\nte");
        wire.goDown();
        assertFalse(wire.closed());
        say(wire, "xt\r\n.\r\nMAIL FROM:<>\r\n");
        List<String> said = wire.unread();
        assertTrue(said.get(0).startsWith("250 2.0.0"));
        assertTrue(said.get(1).startsWith("421 4.3.2"));
        assertEquals(2, said.size());
        assertEquals(1, fixture.log().appended().size());
        assertTrue(wire.closed());
    }

    @Test
    void largeMessageInHandIsFinishedAndKept() {
        MemoryWire wire = inData();
        String body = ("x".repeat(98) + "\r\n").repeat(400);
        say(wire, "Subject: x\r\n\r\n" + body);
        wire.goDown();
        say(wire, body + ".\r\n");
        assertTrue(wire.unread().getFirst().startsWith("250 2.0.0"));
        assertEquals(1, fixture.bodies().stored().size());
        assertEquals(0, fixture.bodies().uploads());
    }

    private MemoryWire onMx() {
        return new MemoryWire(Role.MX, SessionFixture.settings(), fixture, 1_000);
    }

    private MemoryWire inMail() {
        MemoryWire wire = onMx();
        say(wire, "HELO relay.example.org\r\nMAIL FROM:<carol@example.org>\r\n");
        wire.unread();
        return wire;
    }

    private MemoryWire inData() {
        return inData(SessionFixture.settings());
    }

    private MemoryWire inData(SmtpSessionSettings settings) {
        MemoryWire wire = new MemoryWire(Role.MX, settings, fixture, 1_000);
        say(wire, "HELO relay.example.org\r\nMAIL FROM:<carol@example.org>\r\n");
        say(wire, "RCPT TO:<alice@example.test>\r\nDATA\r\n");
        wire.unread();
        return wire;
    }

    private static void say(MemoryWire wire, String text) {
        wire.send(text.getBytes(StandardCharsets.US_ASCII));
    }
}
