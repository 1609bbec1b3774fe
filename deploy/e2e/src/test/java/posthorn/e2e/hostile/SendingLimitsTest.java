package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** Somebody who sends much with a password that was stolen, and what the operator sees of it. */
class SendingLimitsTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();

    @Test
    void aUserSendsSoManyMessagesInAnHourOnAllConnections() throws Exception {
        String alice = SYSTEM.account();
        for (int connection = 0; connection < 2; connection++) {
            try (RawConnection c = signedIn(alice)) {
                for (int i = 0; i < AttackedSystem.MESSAGES_OF_USER / 2; i++) {
                    AttackedSystem.ask(c, "MAIL FROM:<" + alice + ">", "250");
                    AttackedSystem.ask(c, "RSET", "250");
                }
            }
        }
        try (RawConnection c = signedIn(alice)) {
            c.send("MAIL FROM:<" + alice + ">\r\n");
            String said = c.line();
            assertTrue(
                    said.contains("4.7.1 Your account may send 60 messages within 1 hour"), said);
        }
        String bob = SYSTEM.account();
        try (RawConnection c = signedIn(bob)) {
            AttackedSystem.ask(c, "MAIL FROM:<" + bob + ">", "250");
        }
        assertTrue(
                SYSTEM.log().stream()
                        .anyMatch(line ->
                                line.contains("refused too-many-sent:")
                                        && line.contains("user=" + alice)));
    }

    private static RawConnection signedIn(String user) throws Exception {
        RawConnection c = RawConnection.connectTls(SYSTEM.port(Use.SUBMISSIONS));
        c.line();
        String login = "\0" + user + "\0" + user;
        String encoded =
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII));
        AttackedSystem.ask(c, "EHLO x", "250 ");
        AttackedSystem.ask(c, "AUTH PLAIN " + encoded, "235");
        return c;
    }

    @Test
    void theTraceSaysWhatWasFoundOfTheClient() throws Exception {
        String alice = SYSTEM.account();
        String accepted;
        try (RawConnection c = RawConnection.connect(SYSTEM.port(Use.SMTP))) {
            c.line();
            AttackedSystem.ask(c, "EHLO [127.0.0.1]", "250 ");
            AttackedSystem.ask(c, "MAIL FROM:<>", "250");
            AttackedSystem.ask(c, "RCPT TO:<" + alice + ">", "250");
            AttackedSystem.ask(c, "DATA", "354");
            c.send("From: far@elsewhere.test\r\n\r\nHello\r\n.\r\n");
            accepted = c.line();
            assertTrue(accepted.startsWith("250 "), accepted);
        }
        String id = accepted.strip().substring(accepted.strip().lastIndexOf(' ') + 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    List<Map<String, ?>> events = SYSTEM.admin().trace(id);
                    String found =
                            events.stream()
                                    .filter(event -> "ACCEPTED".equals(event.get("kind")))
                                    .map(event -> String.valueOf(event.get("reply")))
                                    .findFirst()
                                    .orElse("");
                    assertTrue(found.contains(" helo=own/[127.0.0.1]"), found);
                    assertEquals("spf=", found.substring(0, 4));
                });
    }
}
