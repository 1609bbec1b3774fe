package posthorn.e2e.hostile;

import static org.hamcrest.Matchers.oneOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.OpenSessions;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Somebody who is thrown out, and holds on. */
class ClosedAccountTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();
    private static final int LARGE = 3_000_000;

    @Test
    void silentSessionsEnd() throws Exception {
        String disabled = SYSTEM.account();
        String deleted = SYSTEM.account();
        String changed = SYSTEM.account();
        SYSTEM.under(innocent -> {
            try (OpenSessions one = OpenSessions.of(SYSTEM.system(), disabled, disabled);
                    OpenSessions two = OpenSessions.of(SYSTEM.system(), deleted, deleted);
                    OpenSessions three = OpenSessions.of(SYSTEM.system(), changed, changed)) {
                operator("PATCH", disabled, "", Map.of("state", "disabled"));
                operator("DELETE", deleted, "", Map.of());
                operator("PUT", changed, "/password", Map.of("password", "another"));
                one.awaitEnd();
                two.awaitEnd();
                three.awaitEnd();
            }
            innocent.awaitRounds(1);
        });
    }

    /** In the midst of a message to us, and of one from us that is not read. */
    @Test
    void sessionsThatAreBusyEnd() throws Exception {
        String user = SYSTEM.account();
        SYSTEM.deliver(
                user,
                TestMessages.octets(
                        "Subject: x\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(LARGE / 100)));
        SYSTEM.under(innocent -> {
            try (RawConnection smtp = RawConnection.connectTls(SYSTEM.port(Use.SUBMISSIONS));
                    RawConnection append = SYSTEM.imap(user);
                    RawConnection fetch = SYSTEM.imap(user)) {
                sending(smtp, user);
                append.send("a APPEND INBOX {1000000}\r\n");
                append.line();
                append.send("Subject: half");
                AttackedSystem.ask(fetch, "s SELECT INBOX", "s OK");
                fetch.send("f FETCH 1 BODY.PEEK[]\r\n".repeat(20));
                fetch.line();
                operator("PATCH", user, "", Map.of("state", "disabled"));
                smtp.readAll();
                append.readAll();
                fetch.readAll();
            }
            innocent.awaitRounds(1);
        });
    }

    private static void sending(RawConnection smtp, String user) throws IOException {
        smtp.line();
        AttackedSystem.ask(smtp, "EHLO x", "250 ");
        byte[] login = ("\0" + user + "\0" + user).getBytes(StandardCharsets.US_ASCII);
        AttackedSystem.ask(smtp, "AUTH PLAIN " + Base64.getEncoder().encodeToString(login), "235");
        AttackedSystem.ask(smtp, "MAIL FROM:<" + user + ">", "250 ");
        AttackedSystem.ask(smtp, "RCPT TO:<" + user + ">", "250 ");
        AttackedSystem.ask(smtp, "DATA", "354 ");
        smtp.send("From: " + user + "\r\n");
    }

    private static void operator(String method, String user, String rest, Map<String, ?> body) {
        SYSTEM.admin().accountCall(method, user, rest, body).then().statusCode(oneOf(200, 204));
    }
}
