package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Each gets the protocol's own error, and nobody else notices. */
class BadInputTest {

    private static final String FAR = "far@elsewhere.test";
    private static final int RECIPIENTS = 2_000;
    private static final int RECIPIENTS_TAKEN = 1000;
    private static final int CONNECTIONS = 100;
    private static final int PIECE = 64 * 1024;
    private static final int PIECES = 64;
    private static final int UNFINISHED_PIECES = 16;

    private final Site site = Site.standalone();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r\n.\r",
                "\r.\r\n",
                "\n.\r",
                "\r\n\0.\n"
            })
    void nothingIsSmuggledBehindAnEndThatIsNone(String end) throws Exception {
        MailUser alice = site.newPerson("alice");
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.ask("MAIL FROM:<" + FAR + ">", "250 2.1.0 ");
            smtp.ask("RCPT TO:<" + alice.address() + ">", "250 2.1.5 ");
            smtp.ask("DATA", "354 ");
            smtp.say(
                    "Subject: first\r\n\r\ntext"
                            + end
                            + "MAIL FROM:<smuggled@elsewhere.test>\r\nRCPT TO:<"
                            + alice.address()
                            + ">\r\nDATA\r\nSubject: smuggled\r\n\r\n\r\n.\r\nQUIT\r\n");
            smtp.expect("554 5.6.0 ");
            assertEquals("", smtp.rest());
        }
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.send(FAR, alice.address(), "Subject: true\r\n\r\n", "250 2.0.0 ");
        }
        String only = TestMessages.text(alice.awaitInbox(1).getFirst().octets());
        assertTrue(only.contains("Subject: true"), only);
        assertEquals(1, alice.inboxCount());
    }

    @Test
    void whatIsPipelinedBehindStartTlsIsDropped() throws IOException {
        try (RawConnection smtp = RawConnection.connect(site.port(Use.SMTP))) {
            smtp.line();
            smtp.send("STARTTLS\r\nEHLO injected.test\r\nMAIL FROM:<injected@elsewhere.test>\r\n");
            assertTrue(smtp.line().startsWith("220 2.0.0 "));
            smtp.startTls();
            smtp.send("RCPT TO:<postmaster>\r\n");
            assertTrue(smtp.line().startsWith("503 5.5.1 "));
        }
        try (RawConnection imap = RawConnection.connect(site.port(Use.IMAP))) {
            imap.line();
            imap.send("a STARTTLS\r\nb NOOP\r\n");
            assertTrue(imap.line().startsWith("a OK "));
            imap.startTls();
            imap.send("c NOOP\r\n");
            assertTrue(imap.line().startsWith("c OK "));
        }
        try (RawConnection pop3 = RawConnection.connect(site.port(Use.POP3))) {
            pop3.line();
            pop3.send("STLS\r\nSTAT\r\n");
            assertTrue(pop3.line().startsWith("+OK "));
            pop3.startTls();
            pop3.send("QUIT\r\n");
            assertTrue(pop3.line().startsWith("+OK "));
        }
    }

    @Test
    void nonsenseIsAnsweredAndTheSessionGoesOn() throws IOException {
        String nonsense = "\u00ff\u00fe\u0080 nonsense";
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.ask(nonsense, "501 5.5.2 ");
            smtp.ask("BLAH", "500 5.5.1 ");
            smtp.ask("NOOP " + "x".repeat(20_000), "500 5.5.2 ");
            smtp.ask("NOOP", "250 ");
        }
        try (RawConnection imap = RawConnection.connectTls(site.port(Use.IMAPS))) {
            imap.line();
            imap.send(nonsense + "\r\na BLAH\r\nb NOOP\r\n");
            assertTrue(imap.line().contains(" BAD "));
            assertTrue(imap.line().startsWith("a BAD "));
            assertTrue(imap.line().startsWith("b OK "));
        }
        try (RawConnection pop3 = RawConnection.connectTls(site.port(Use.POP3S))) {
            pop3.line();
            pop3.send(nonsense + "\r\nBLAH\r\nCAPA\r\n");
            assertTrue(pop3.line().startsWith("-ERR "));
            assertTrue(pop3.line().startsWith("-ERR "));
            assertTrue(pop3.line().startsWith("+OK "));
        }
    }

    @Test
    void aLiteralOfFourGigabytesIsRefused() throws IOException {
        MailUser alice = site.newPerson("alice");
        try (RawConnection imap = signedIn(alice)) {
            imap.send("a APPEND INBOX {4294967295}\r\n");
            String answer = imap.line();
            assertTrue(answer.startsWith("a NO [TOOBIG] "), answer);
            imap.send("b APPEND INBOX {4294967295+}\r\nSubject: never taken\r\n");
            String end = imap.readAll();
            assertTrue(end.contains("[TOOBIG]"), end);
        }
    }

    private RawConnection signedIn(MailUser person) throws IOException {
        RawConnection imap = RawConnection.connectTls(site.port(Use.IMAPS));
        imap.line();
        imap.send("l LOGIN " + person.address() + " \"" + person.password() + "\"\r\n");
        String answer = imap.line();
        assertTrue(answer.startsWith("l OK "), answer);
        return imap;
    }

    @Test
    void ofTwoThousandRecipientsAThousandAreTaken() throws Exception {
        MailUser alice = site.newPerson("alice");
        int taken = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RawConnection smtp = RawConnection.connect(site.port(Use.SMTP))) {
            Future<?> saying =
                    threads.submit(() -> {
                        smtp.send("HELO client.test\r\nMAIL FROM:<" + FAR + ">\r\n");
                        for (int i = 0; i < RECIPIENTS; i++) {
                            smtp.send("RCPT TO:<alice+" + i + "@" + alice.domain() + ">\r\n");
                        }
                        smtp.send("DATA\r\n");
                        return null;
                    });
            for (int i = 0; i < 3; i++) {
                smtp.line();
            }
            for (int i = 0; i < RECIPIENTS; i++) {
                String reply = smtp.line();
                taken += reply.startsWith("250 ") ? 1 : 0;
                assertTrue(reply.startsWith("250 ") || reply.startsWith("452 4.5.3 "), reply);
            }
            saying.get();
            assertTrue(smtp.line().startsWith("354 "));
            smtp.send("Subject: to many\r\n\r\n.\r\n");
            assertTrue(smtp.line().startsWith("250 2.0.0 "));
        }
        assertEquals(RECIPIENTS_TAKEN, taken);
        assertEquals(RECIPIENTS_TAKEN, alice.awaitInbox(RECIPIENTS_TAKEN).size());
    }

    @Test
    void whoLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        MailUser alice = site.newPerson("alice");
        try (SmtpConnection smtp = SmtpConnection.of(alice)) {
            smtp.ask("MAIL FROM:<" + alice.address() + ">", "250 ");
            smtp.ask("RCPT TO:<" + alice.address() + ">", "250 ");
            smtp.ask("DATA", "354 ");
            smtp.say("From: <" + alice.address() + ">\r\nSubject: half\r\n\r\nand no");
        }
        try (RawConnection imap = signedIn(alice)) {
            imap.send("a APPEND INBOX {1000+}\r\nSubject: half\r\n");
        }
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.send(FAR, alice.address(), "Subject: whole\r\n\r\n", "250 2.0.0 ");
        }
        String only = TestMessages.text(alice.awaitInbox(1).getFirst().octets());
        assertTrue(only.contains("Subject: whole"), only);
        assertEquals(1, alice.inboxCount());
    }

    /** More octets than the server has memory: it must not keep them. */
    @ParameterizedTest
    @EnumSource(names = {"SMTP", "IMAP", "POP3"})
    void linesWithoutEndCostNoMemory(Use use) throws Exception {
        byte[] piece = TestMessages.octets("x".repeat(PIECE));
        long before = heldMemory();
        List<RawConnection> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                RawConnection wire = RawConnection.connect(site.port(use));
                open.add(wire);
                sending.add(threads.submit(() -> sendUntilCutOff(wire, piece)));
            }
            for (Future<?> each : sending) {
                each.get();
            }
        }
        assertHeld(before, (long) CONNECTIONS * PIECES * PIECE / 8);
        MailUser alice = site.newPerson("alice");
        alice.send(List.of(alice.address()), TestMessages.plain(alice.address(), "as ever"));
        assertEquals(1, alice.awaitInbox(1).size());
        for (RawConnection wire : open) {
            wire.close();
        }
    }

    private long heldMemory() {
        return site.system().processes().stream()
                .mapToLong(process -> process.figures().heldMemory())
                .sum();
    }

    /** While the connections are open: a small part of what was sent is held, and no more. */
    private void assertHeld(long before, long most) {
        long more = heldMemory() - before;
        System.out.printf("%d KiB more are held, at most %d%n", more / 1024, most / 1024);
        assertTrue(more < most, () -> more + " octets more are held, at most " + most);
    }

    private static void sendUntilCutOff(RawConnection wire, byte[] piece) {
        try {
            for (int i = 0; i < PIECES; i++) {
                wire.send(piece);
            }
        } catch (IOException cutOff) {
            // The server may close, or skip what comes: either way it keeps nothing.
        }
    }

    /** Held open in the midst of a message, all at once. */
    @Test
    void unfinishedMessagesCostBoundedMemory() throws Exception {
        MailUser alice = site.newPerson("alice");
        byte[] lines = TestMessages.octets(("y".repeat(62) + "\r\n").repeat(PIECE / 64));
        List<SmtpConnection> open = new ArrayList<>();
        long before = heldMemory();
        int turnedAway = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP));
            open.add(smtp);
            String reply = smtp.ask("MAIL FROM:<" + FAR + ">");
            if (reply.startsWith("452 4.3.1 ")) {
                turnedAway++;
                continue;
            }
            smtp.ask("RCPT TO:<" + alice.address() + ">", "250 2.1.5 ");
            smtp.ask("DATA", "354 ");
            for (int piece = 0; piece < UNFINISHED_PIECES; piece++) {
                smtp.say(TestMessages.text(lines));
            }
        }
        System.out.printf("%d of %d were told 452%n", turnedAway, CONNECTIONS);
        assertTrue(turnedAway < CONNECTIONS, "nobody was let in");
        assertHeld(before, (long) (CONNECTIONS - turnedAway) * UNFINISHED_PIECES * PIECE / 2);
        for (SmtpConnection smtp : open) {
            smtp.close();
        }
        alice.send(List.of(alice.address()), TestMessages.plain(alice.address(), "as ever"));
        assertEquals(1, alice.awaitInbox(1).size());
    }
}
