package posthorn.e2e.hostile;

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
                assertTrue(rcpt(c, half).startsWith("552 5.2.2 "));
            }
            try (RawConnection c = mail("far@elsewhere.test", " SIZE=1000")) {
                assertTrue(rcpt(c, half).startsWith("250 "));
            }
            innocent.awaitRounds(1);
        });
    }

    /** As clients do that know no MOVE. Limits that an administrator sets count at once. */
    @Test
    void whoeverIsFullIsToldAndDeletes() throws Exception {
        String full = SYSTEM.account();
        SYSTEM.under(innocent -> {
            fill(full, AttackedSystem.QUOTA);
            awaitMessages(full, 2);
            try (RawConnection imap = SYSTEM.imap(full)) {
                String quota = AttackedSystem.ask(imap, "q GETQUOTAROOT INBOX", "q OK");
                assertTrue(quota.contains("* QUOTA \"\" (STORAGE "), quota);
                AttackedSystem.ask(imap, "i SELECT INBOX", "i OK");
                String warning = AttackedSystem.ask(imap, "f FETCH 2 BODY.PEEK[]", "f OK");
                assertTrue(warning.contains("From: Postmaster <postmaster@"), warning);
                assertTrue(warning.contains("Auto-Submitted: auto-generated"), warning);
                AttackedSystem.ask(imap, "c COPY 1 Trash", "c OK");
                empty(imap);
                AttackedSystem.ask(imap, "t SELECT Trash", "t OK");
                empty(imap);
            }
            awaitRcpt(full, "250 ");
            setQuota("PUT", full, Map.of("messages", Map.of("limit", 1)));
            awaitRcpt(full, "452 4.2.2 ");
            setQuota("DELETE", full, Map.of());
            awaitRcpt(full, "250 ");
            innocent.awaitRounds(1);
        });
    }

    private static void empty(RawConnection imap) throws IOException {
        AttackedSystem.ask(imap, "s STORE 1 +FLAGS.SILENT (\\Deleted)", "s OK");
        AttackedSystem.ask(imap, "x EXPUNGE", "x OK");
    }

    private static void setQuota(String method, String user, Map<String, ?> limits) {
        SYSTEM.admin().accountCall(method, user, "/quota", limits).then().statusCode(200);
    }

    /** The room in a mailbox has to be known in time, which it is not always while attacked. */
    private static void awaitRcpt(String to, String reply) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> {
                    try (RawConnection c = mail("far@elsewhere.test", "")) {
                        return rcpt(c, to).startsWith(reply);
                    }
                });
    }

    /**
     * Both are let in, and there is room for one: the other one waits, and is given up when the
     * account is gone. Whoever stands in its reverse-path has proven nothing and hears nothing.
     */
    @Test
    void nothingGoesToAForgedSender() throws Exception {
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
            awaitMessages(victim, 3);
            Awaitility.await().atMost(PATIENCE).until(() -> waiting(ids).size() == 1);
            SYSTEM.admin().accountCall("DELETE", victim, "", Map.of()).then().statusCode(204);
            SYSTEM.admin().steer(waiting(ids).getFirst(), "retry");
            Awaitility.await().atMost(PATIENCE).until(() -> waiting(ids).isEmpty());
            try (RawConnection c = mail("far@elsewhere.test", "")) {
                assertTrue(rcpt(c, forged).startsWith("250 "));
                content(c);
            }
            String message = onlyMessage(forged);
            assertTrue(message.contains("Return-Path: <far@elsewhere.test>"), message);
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
