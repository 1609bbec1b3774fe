package posthorn.e2e.hostile;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** Clients that write what is to stand in the log. */
class LoggedFieldsTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();

    /** Line breaks of every kind, a terminal's sequence, and the direction of writing. */
    private static final List<String> BREAKS =
            List.of(
                    "\r",
                    "\n",
                    "\r\n",
                    "\u0085",
                    "\u000b",
                    "\u2028",
                    "\u001b[2K\u001b[1G",
                    "\u202e");

    private static final String LINE = "12:00:00 INFO  forged-line";
    private static final Pattern FORGED =
            Pattern.compile("^(\\d\\d:\\d\\d:\\d\\d \\S+ +)?forged-line");

    @Test
    void nobodyWritesLinesOfTheLog() throws Exception {
        StringBuilder all = new StringBuilder("x");
        BREAKS.forEach(each -> all.append(each).append(LINE));
        String hostile = all.toString();
        byte[] utf8 = hostile.getBytes(StandardCharsets.UTF_8);
        String octets = new String(utf8, StandardCharsets.ISO_8859_1);
        SYSTEM.under(innocent -> {
            fromOtherServers(octets);
            // Without line breaks, which are refused, it gets through.
            fromOtherServers(octets.replaceAll("[\\r\\n]", ""));
            submission(octets);
            imap(octets);
            pop3(octets);
            rest(hostile);
            innocent.awaitRounds(1);
        });
        List<String> lines = SYSTEM.log();
        assertEquals(
                List.of(), lines.stream().filter(line -> FORGED.matcher(line).find()).toList());
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line ->
                                line.chars()
                                        .anyMatch(c ->
                                                (Character.isISOControl(c) && c != '\t')
                                                        || c == '\u2028'
                                                        || c == '\u202e'))
                        .toList());
        for (String protocol : List.of("smtp", "imap", "pop3", "rest")) {
            String line =
                    "sign-in failed: protocol="
                            + protocol
                            + " client=127\\.0\\.0\\.[12] reason=\\S+ login=.*";
            assertTrue(
                    lines.stream().anyMatch(each -> each.matches(".*" + line)),
                    () -> "no failed sign-in by " + protocol);
        }
    }

    private static String base64(String octets) {
        return Base64.getEncoder().encodeToString(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void fromOtherServers(String hostile) throws IOException {
        try (RawConnection c =
                RawConnection.connect(SYSTEM.port(Use.SMTP), AttackedSystem.ATTACKER, 0)) {
            c.line();
            c.send("EHLO " + hostile + "\r\n");
            c.send("EHLO far.test\r\n");
            c.send("MAIL FROM:<\"" + hostile + "\"@far.test> SMTPUTF8\r\n");
            c.send("MAIL FROM:<a@far.test> SMTPUTF8\r\n");
            c.send("RCPT TO:<\"" + hostile + "\"@example.test>\r\n");
            c.send("RCPT TO:<\"" + hostile + "\"@elsewhere.test>\r\n");
            c.send("RCPT TO:<postmaster@example.test>\r\nDATA\r\n");
            c.send("From: " + hostile + "\r\nMessage-ID: <" + hostile + "@far.test>\r\n");
            c.send("Subject: " + hostile + "\r\n\r\ntext\r\n.\r\nQUIT\r\n");
            c.readAll();
        }
    }

    private static void submission(String hostile) throws IOException {
        try (RawConnection c = RawConnection.connectTls(SYSTEM.port(Use.SUBMISSIONS))) {
            c.line();
            AttackedSystem.ask(c, "EHLO x", "250 ");
            c.send("AUTH PLAIN " + base64("\0" + hostile + "\0guess") + "\r\n");
            c.line();
            c.send("AUTH LOGIN " + base64(hostile) + "\r\n" + base64("guess") + "\r\n");
            c.line();
            AttackedSystem.ask(c, "AUTH PLAIN " + base64("\0nobody@example.test\0guess"), "5");
        }
    }

    private static void imap(String hostile) throws IOException {
        try (RawConnection c = RawConnection.connectTls(SYSTEM.port(Use.IMAPS))) {
            c.line();
            c.send("a LOGIN {" + hostile.length() + "+}\r\n" + hostile + " guess\r\n");
            AttackedSystem.ask(c, "", "a ");
            AttackedSystem.ask(
                    c, "b AUTHENTICATE PLAIN " + base64("\0" + hostile + "\0guess"), "b ");
            AttackedSystem.ask(
                    c, "c ID (\"name\" {" + hostile.length() + "+}\r\n" + hostile + ")", "c ");
            AttackedSystem.ask(c, "d LOGIN nobody@example.test guess", "d NO");
            AttackedSystem.ask(c, hostile, "*");
        }
    }

    private static void pop3(String hostile) throws IOException {
        try (RawConnection c = RawConnection.connectTls(SYSTEM.port(Use.POP3S))) {
            c.line();
            AttackedSystem.ask(c, "AUTH PLAIN " + base64("\0" + hostile + "\0guess"), "-ERR");
            AttackedSystem.ask(c, "AUTH PLAIN " + base64("\0nobody@example.test\0guess"), "-ERR");
            c.send("USER " + hostile + "\r\nPASS guess\r\nQUIT\r\n");
            c.readAll();
        }
    }

    private static void rest(String hostile) {
        SYSTEM.admin()
                .accountCall("PUT", hostile, "/password", Map.of("password", "x"))
                .then()
                .statusCode(404);
        given().port(SYSTEM.port(Use.MAILBOX_HTTP))
                .header("Authorization", "Bearer guess")
                .header("User-Agent", hostile.replaceAll("[\\r\\n]", "\u000b"))
                .get("/v1/accounts")
                .then()
                .statusCode(401);
    }
}
