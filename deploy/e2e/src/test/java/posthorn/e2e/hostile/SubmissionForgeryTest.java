package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** A user who writes in the name of others. */
class SubmissionForgeryTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();

    @Test
    void mailInTheNameOfOthersIsNotTaken() throws Exception {
        String alice = SYSTEM.account();
        String bob = SYSTEM.account();
        String own = "From: " + alice + "\r\n";
        List<String> headers = headers(alice, bob);
        SYSTEM.under(innocent -> {
            try (RawConnection c = RawConnection.connectTls(SYSTEM.port(Use.SUBMISSIONS))) {
                c.line();
                String login = "\0" + alice + "\0" + alice;
                AttackedSystem.ask(c, "EHLO x", "250 ");
                AttackedSystem.ask(
                        c,
                        "AUTH PLAIN "
                                + Base64.getEncoder()
                                        .encodeToString(login.getBytes(StandardCharsets.US_ASCII)),
                        "235");
                for (String header : headers) {
                    assertTrue(submit(c, alice, bob, header).startsWith("55"), header);
                }
                assertEquals("250", submit(c, alice, bob, own).substring(0, 3));
            }
            innocent.awaitRounds(1);
        });
        try (RawConnection imap = SYSTEM.imap(bob)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            AttackedSystem.ask(imap, "s STATUS INBOX (MESSAGES)", "s OK")
                                    .contains("MESSAGES 1"));
        }
    }

    /** What Alice may not write, though she is who she says in MAIL. */
    private static List<String> headers(String alice, String bob) {
        String own = "From: " + alice + "\r\n";
        String others = "From: " + bob + "\r\n";
        return List.of(
                "Subject: no From\r\n",
                "From:\r\n",
                "From: nobody:;\r\n",
                "From: (" + alice + ")\r\n",
                "From: <>\r\n",
                others,
                own + others,
                own + own,
                "From: " + alice + ", " + bob + "\r\n",
                "From: friends: " + bob + ";\r\n",
                "From: \"" + alice + "\" <" + bob + ">\r\n",
                "From :\r\n " + bob + "\r\n",
                "\0From: " + bob + "\r\n" + own,
                "Fr\0om: " + bob + "\r\n" + own,
                "Fr\0om: " + bob + "\r\n",
                "\u00ef\u00bb\u00bfFrom: " + bob + "\r\n" + own,
                "\u00a0From: " + bob + "\r\n" + own,
                "From\u0001: " + bob + "\r\n" + own,
                own + "Sender: " + bob + "\r\n",
                own + "Sender: " + alice + "\r\nSender: " + bob + "\r\n",
                own + "Sender:\r\n",
                own + "no field\r\n");
    }

    private static String submit(RawConnection c, String from, String to, String header)
            throws Exception {
        AttackedSystem.ask(c, "MAIL FROM:<" + from + ">", "250 ");
        AttackedSystem.ask(c, "RCPT TO:<" + to + ">", "250 ");
        AttackedSystem.ask(c, "DATA", "354 ");
        c.send(header + "\r\ntext\r\n.\r\n");
        return c.line();
    }
}
