package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Who may send what to whom, as a client by hand hears it. */
@ParameterizedClass
@EnumSource(Site.Kind.class)
class SubmissionRulesTest {

    private static final String STRANGER = "MAIL FROM:<someone@elsewhere.test>";

    private final Site site;

    SubmissionRulesTest(Site.Kind kind) {
        this.site = kind.site();
    }

    private SmtpConnection fromOutside() throws IOException {
        SmtpConnection dialogue = SmtpConnection.plain(site.port(Use.SMTP));
        dialogue.ask(STRANGER, "250 2.1.0 ");
        return dialogue;
    }

    private static void content(SmtpConnection smtp, String message) throws IOException {
        smtp.ask("DATA", "354 ");
        smtp.say(message + ".\r\n");
        smtp.expect("250 2.0.0 ");
    }

    @Test
    void strangersMayNotRelayAndOnlyKnownPeopleGetMail() throws IOException {
        MailUser alice = site.newPerson("alice");
        try (SmtpConnection smtp = fromOutside()) {
            smtp.ask("RCPT TO:<someone@far.test>", "550 5.7.1 ");
            smtp.ask("RCPT TO:<nobody@" + alice.domain() + ">", "550 5.1.1 ");
            smtp.ask("RCPT TO:<" + alice.address() + ">", "250 2.1.5 ");
        }
    }

    @Test
    void submissionNeedsTlsAndASignIn() throws IOException {
        MailUser alice = site.newPerson("alice");
        String mail = "MAIL FROM:<" + alice.address() + ">";
        for (Use use : List.of(Use.SUBMISSION, Use.SUBMISSION_ALT)) {
            try (SmtpConnection smtp = SmtpConnection.plain(site.port(use))) {
                assertTrue(smtp.ask(mail, "530 5.7.0 ").contains("STARTTLS"));
                smtp.ask("AUTH PLAIN AGEAYg==", "530 5.7.0 ");
                smtp.startTls();
                assertTrue(smtp.ask(mail, "530 5.7.0 ").contains("password"));
                smtp.signIn(alice, "235 2.7.0 ");
                smtp.ask(mail, "250 2.1.0 ");
            }
        }
    }

    @Test
    void thereIsNoSignInOnThePortOfServers() throws IOException {
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.startTls();
            smtp.ask("AUTH PLAIN AGEAYg==", "502 5.5.1 ");
        }
    }

    @Test
    void aSenderHasToBeOnesOwn() throws Exception {
        MailUser alice = site.newPerson("alice");
        MailUser bob = site.newPerson("bob", alice.domain());
        try (SmtpConnection smtp = SmtpConnection.of(alice)) {
            smtp.ask("MAIL FROM:<" + bob.address() + ">", "550 5.7.1 ");
            smtp.ask("MAIL FROM:<alice@elsewhere.test>", "550 5.7.1 ");
            String forged = "From: Bob <" + bob.address() + ">\r\nSubject: x\r\n\r\nhi\r\n";
            smtp.send(alice.address(), bob.address(), forged, "550 5.7.1 ");
            String own = "From: A <" + alice.address().toUpperCase(Locale.ROOT) + ">\r\n\r\nhi\r\n";
            smtp.send(alice.address(), bob.address(), own, "250 2.0.0 ");
            smtp.send("", bob.address(), own, "250 2.0.0 ");
        }
        String first = TestMessages.text(bob.awaitInbox(2).getFirst().octets());
        assertTrue(first.contains("\r\nDate: ") && first.contains("\r\nMessage-ID: <"), first);
    }

    @Test
    void addressesMeanPeople() throws Exception {
        MailUser alice = site.newPerson("alice");
        String domain = alice.domain();
        try (SmtpConnection smtp = fromOutside()) {
            smtp.ask("RCPT TO:<ALICE@" + domain.toUpperCase(Locale.ROOT) + ">", "250 2.1.5 ");
            content(smtp, "Subject: in capitals\r\n\r\n");
            smtp.ask(STRANGER, "250 2.1.0 ");
            smtp.ask("RCPT TO:<alice+lists@" + domain + ">", "250 2.1.5 ");
            content(smtp, "Subject: with a tag\r\n\r\n");
        }
        assertEquals(2, alice.awaitInbox(2).size());
    }

    @Test
    void aDomainIsTheSameInBothForms() throws Exception {
        String rest = ".sub-" + site.newDomain();
        String ascii = "xn--bcher-kva" + rest;
        String utf8 = TestMessages.text(("b\u00fccher" + rest).getBytes(StandardCharsets.UTF_8));
        site.admin().domain(ascii);
        MailUser alice = site.newPerson("alice", ascii);
        try (SmtpConnection smtp = fromOutside()) {
            smtp.ask("RCPT TO:<alice@" + utf8 + ">", "553 5.6.7 ");
            smtp.ask("RSET", "250 ");
            smtp.ask(STRANGER + " SMTPUTF8", "250 ");
            smtp.ask("RCPT TO:<alice@" + utf8 + ">", "250 2.1.5 ");
            content(smtp, "Subject: IDN\r\n\r\n");
        }
        assertEquals(1, alice.awaitInbox(1).size());
    }

    @Test
    void postmasterIsAlwaysThere() throws Exception {
        String domain = "pm-" + site.newDomain();
        site.admin().domain(domain, "chief@" + domain);
        site.newPerson("first", domain);
        MailUser chief = site.newPerson("chief", domain);
        MailUser first = site.newPerson("first");
        site.newPerson("second", first.domain());
        try (SmtpConnection smtp = fromOutside()) {
            smtp.ask("RCPT TO:<postmaster>", "250 2.1.5 ");
            smtp.ask("RCPT TO:<PostMaster@" + domain + ">", "250 2.1.5 ");
            smtp.ask("RCPT TO:<postmaster@" + first.domain() + ">", "250 2.1.5 ");
            content(smtp, "Subject: to the postmaster\r\n\r\n");
        }
        assertEquals(1, chief.awaitInbox(1).size());
        assertEquals(1, first.awaitInbox(1).size());
    }

    @Test
    void someVerbsTellNothing() throws IOException {
        MailUser alice = site.newPerson("alice");
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.ask("VRFY " + alice.address(), "252 2.5.2 ");
            smtp.ask("VRFY nobody", "252 2.5.2 ");
            smtp.ask("HELP", "214 2.0.0 ");
            smtp.ask("NOOP", "250 2.0.0 ");
            smtp.ask("EXPN list", "50");
            smtp.ask("QUIT", "221 2.0.0 ");
            assertEquals("", smtp.rest());
        }
    }

    @Test
    void messagesMayBeTooLargeOrGoRound() throws IOException {
        MailUser alice = site.newPerson("alice");
        String hop = "Received: from a by b; Mon, 2 Nov 2026 10:00:00 +0000\r\n";
        String rest = "Subject: round\r\n\r\n";
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.ask("MAIL FROM:<s@elsewhere.test> SIZE=52428801", "552 5.3.4 ");
            smtp.ask("MAIL FROM:<s@elsewhere.test> SIZE=52428800", "250 2.1.0 ");
            smtp.ask("RSET", "250 ");
            String from = "s@elsewhere.test";
            smtp.send(from, alice.address(), hop.repeat(101) + rest, "554 5.4.6 ");
            smtp.send(from, alice.address(), hop.repeat(99) + rest, "250 2.0.0 ");
        }
    }
}
