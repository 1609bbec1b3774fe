package posthorn.e2e.rules;

import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.OpenSessions;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** What an operator does to an account, and what its owner and the others then see. */
@ParameterizedClass
@EnumSource(Site.Kind.class)
class AccountLifeTest {

    private static final Duration SECONDS = Duration.ofSeconds(20);

    private final Site site;

    AccountLifeTest(Site.Kind kind) {
        this.site = kind.site();
    }

    private void operator(String method, MailUser person, String rest, Map<String, ?> body) {
        site.admin()
                .accountCall(method, person.address(), rest, body)
                .then()
                .statusCode(oneOf(200, 204));
    }

    private void mailFromOutside(MailUser person) throws MessagingException {
        AngusSmtp.plain("127.0.0.1", site.port(Use.SMTP))
                .send(
                        "s@elsewhere.test",
                        List.of(person.address()),
                        TestMessages.plain("s@elsewhere.test", "outside"));
    }

    @Test
    void aNewAccountHasItsMailboxes() throws Exception {
        MailUser alice = site.newPerson("alice");
        assertEquals(
                List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"),
                alice.imap(0).mailboxes().stream().sorted().toList());
    }

    @Test
    void aDisabledOneLetsNobodyInAndTakesNoMail() throws Exception {
        MailUser alice = site.newPerson("alice");
        mailFromOutside(alice);
        alice.awaitInbox(1);
        operator("PATCH", alice, "", Map.of("state", "disabled"));
        assertThrows(AuthenticationFailedException.class, alice::inboxCount);
        assertThrows(AuthenticationFailedException.class, () -> alice.pop3(0).read());
        try (SmtpConnection smtp = SmtpConnection.tls(site.port(Use.SUBMISSIONS))) {
            smtp.signIn(alice, "525 5.7.13 ");
        }
        Awaitility.await().atMost(SECONDS).until(() -> isRefusedFromOutside(alice, "550 5.2.1 "));
        operator("PATCH", alice, "", Map.of("state", "active"));
        mailFromOutside(alice);
        assertEquals(2, alice.awaitInbox(2).size());
    }

    @Test
    void aDeletedOneIsUnknown() throws Exception {
        MailUser alice = site.newPerson("alice");
        SmtpConnection open = SmtpConnection.of(alice);
        operator("DELETE", alice, "", Map.of());
        try (open) {
            Awaitility.await()
                    .atMost(SECONDS)
                    .until(() -> isRefusedFromOutside(alice, "550 5.1.1 "));
            String reply = open.ask("MAIL FROM:<" + alice.address() + ">");
            // The session may have been ended by then.
            assertTrue(reply.startsWith("550 5.7.1 ") || reply.startsWith("421 4.7.0 "), reply);
        }
        assertThrows(AuthenticationFailedException.class, alice::inboxCount);
    }

    private boolean isRefusedFromOutside(MailUser person, String reply) throws Exception {
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.ask("MAIL FROM:<s@elsewhere.test>", "250 ");
            return smtp.ask("RCPT TO:<" + person.address() + ">").startsWith(reply);
        }
    }

    @Test
    void openSessionsEndAtEveryPod() throws Exception {
        MailUser disabled = site.newPerson("disabled");
        MailUser deleted = site.newPerson("deleted");
        MailUser changed = site.newPerson("changed");
        try (OpenSessions one = open(disabled);
                OpenSessions two = open(deleted);
                OpenSessions three = open(changed)) {
            operator("PATCH", disabled, "", Map.of("state", "disabled"));
            operator("DELETE", deleted, "", Map.of());
            operator("PUT", changed, "/password", Map.of("password", "another one"));
            one.awaitEnd();
            two.awaitEnd();
            three.awaitEnd();
        }
    }

    private OpenSessions open(MailUser person) throws IOException {
        return OpenSessions.of(site.system(), person.address(), person.password());
    }

    @Test
    void aNewPasswordIsTheOnlyOne() throws Exception {
        MailUser alice = site.newPerson("alice");
        String another = "another one \u00fc";
        operator("PUT", alice, "/password", Map.of("password", another));
        assertThrows(AuthenticationFailedException.class, alice::inboxCount);
        AngusImap anew = AngusImap.implicitTls(site.port(Use.IMAPS), alice.address(), another);
        assertEquals(0, anew.count("INBOX"));
    }
}
