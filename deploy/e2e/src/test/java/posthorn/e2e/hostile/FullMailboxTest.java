package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** Mail for those who have no room, in the name of somebody who has nothing to do with it. */
class FullMailboxTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();
    private static final int ROOM = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LINE = "content ".repeat(8) + "\r\n";

    @Test
    void itIsToldAtTheRecipient() throws Exception {
        String full = SYSTEM.account();
        String half = SYSTEM.account();
        SYSTEM.under(innocent -> {
            fill(full, AttackedSystem.QUOTA);
            try (RawConnection c = mail("far@elsewhere.test", "")) {
                assertTrue(rcpt(c, full).startsWith("452 4.2.2 "));
            }
            try (RawConnection c =
                    mail("far@elsewhere.test", " SIZE=" + (AttackedSystem.QUOTA + 1))) {
                assertTrue(rcpt(c, half).startsWith("452 4.2.2 "));
            }
            try (RawConnection c = mail("far@elsewhere.test", " SIZE=1000")) {
                assertTrue(rcpt(c, half).startsWith("250 "));
            }
            innocent.awaitRounds(1);
        });
    }

    /**
     * Both are let in, and there is room for one: the other one waits, and comes back when the
     * account is gone.
     */
    @Test
    void noContentGoesToAForgedSender() throws Exception {
        String victim = SYSTEM.account();
        String forged = SYSTEM.account();
        SYSTEM.under(innocent -> {
            fill(victim, AttackedSystem.QUOTA - ROOM);
            List<String> ids = new ArrayList<>();
            try (RawConnection one = mail(forged, "");
                    RawConnection other = mail(forged, "")) {
                assertTrue(rcpt(one, victim).startsWith("250 "));
                assertTrue(rcpt(other, victim).startsWith("250 "));
                ids.add(content(one));
                ids.add(content(other));
            }
            awaitMessages(victim, 2);
            Awaitility.await().atMost(PATIENCE).until(() -> waiting(ids).size() == 1);
            SYSTEM.admin().accountCall("DELETE", victim, "", Map.of()).then().statusCode(204);
            SYSTEM.admin().steer(waiting(ids).getFirst(), "retry");
            String notification = onlyMessage(forged);
            assertTrue(notification.contains("multipart/report"), notification);
            assertTrue(notification.contains("Subject: forged"), notification);
            assertFalse(notification.contains(LINE.strip()), notification);
            innocent.awaitRounds(1);
        });
    }

    private static List<String> waiting(List<String> ids) {
        return SYSTEM.admin().queue().stream()
                .map(message -> String.valueOf(message.get("id")))
                .filter(ids::contains)
                .toList();
    }

    /** The id that the message was accepted under. */
    private static String content(RawConnection c) throws IOException {
        AttackedSystem.ask(c, "DATA", "354 ");
        c.send("Subject: forged\r\n\r\n" + LINE.repeat(ROOM * 2 / 3 / LINE.length()) + ".\r\n");
        String reply = c.line().strip();
        assertTrue(reply.startsWith("250 "), reply);
        return reply.substring(reply.lastIndexOf(' ') + 1);
    }

    /** The mailbox holds so many octets then. */
    private static void fill(String user, int octets) throws IOException {
        try (RawConnection imap = SYSTEM.imap(user)) {
            imap.send("a APPEND INBOX {" + octets + "}\r\n");
            imap.line();
            String header = "Subject: fills\r\n\r\n";
            imap.send(header + "x".repeat(octets - header.length()));
            AttackedSystem.ask(imap, "", "a OK");
        }
    }

    private static RawConnection mail(String from, String parameters) throws IOException {
        RawConnection smtp =
                RawConnection.connect(SYSTEM.port(Use.SMTP), AttackedSystem.ATTACKER, 0);
        smtp.line();
        AttackedSystem.ask(smtp, "EHLO x.test", "250 ");
        AttackedSystem.ask(smtp, "MAIL FROM:<" + from + ">" + parameters, "250 ");
        return smtp;
    }

    private static String rcpt(RawConnection smtp, String to) throws IOException {
        smtp.send("RCPT TO:<" + to + ">\r\n");
        return smtp.line();
    }

    private static void awaitMessages(String user, int count) throws IOException {
        try (RawConnection imap = SYSTEM.imap(user)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            AttackedSystem.ask(imap, "s STATUS INBOX (MESSAGES)", "s OK")
                                    .contains("MESSAGES " + count + ")"));
        }
    }

    private static String onlyMessage(String user) throws IOException {
        awaitMessages(user, 1);
        try (RawConnection imap = SYSTEM.imap(user)) {
            AttackedSystem.ask(imap, "e EXAMINE INBOX", "e OK");
            return AttackedSystem.ask(imap, "f FETCH 1 BODY[]", "f OK");
        }
    }
}
