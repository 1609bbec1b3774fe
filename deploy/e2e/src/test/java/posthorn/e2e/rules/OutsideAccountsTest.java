package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.e2e.site.LdapHost;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.system.MailSystem.Use;

/** Accounts that an LDAP server has. */
class OutsideAccountsTest {

    private static final Site SITE = Site.standalone();
    private static final String FAR = "far@elsewhere.test";

    /** Local addresses are remembered for some seconds where mail comes in. */
    private static final Duration SOME_SECONDS = Duration.ofSeconds(60);

    private final LdapHost ldap = SITE.ldap();

    @BeforeAll
    static void addDomain() {
        SITE.admin().domain(LdapHost.DOMAIN);
    }

    @AfterEach
    void answerAgain() {
        ldap.listen(true);
    }

    private static MailUser person(String name) {
        return new MailUser(SITE, name + "@" + LdapHost.DOMAIN, "secret of " + name, "");
    }

    private static String rcpt(String to) throws IOException {
        try (SmtpConnection c = SmtpConnection.plain(SITE.port(Use.SMTP))) {
            c.ask("MAIL FROM:<" + FAR + ">", "250 ");
            return c.ask("RCPT TO:<" + to + ">");
        }
    }

    private static void deliver(String to) throws IOException {
        try (SmtpConnection c = SmtpConnection.plain(SITE.port(Use.SMTP))) {
            c.send(FAR, to, "From: " + FAR + "\r\nSubject: hello\r\n\r\nIt works.\r\n", "250 ");
        }
    }

    private static String login(MailUser person, String password) throws IOException {
        try (SmtpConnection c = SmtpConnection.tls(SITE.port(Use.SUBMISSIONS))) {
            c.ask("AUTH LOGIN", "334 ");
            c.ask(base64(person.address()), "334 ");
            return c.ask(base64(password));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertBegins(String begin, String reply) {
        assertTrue(reply.startsWith(begin), () -> begin + " expected, not " + reply);
    }

    @Test
    void mailIsTakenForEachAddressAndReadWithThePasswordThere() throws Exception {
        ldap.add("ann", "ann.other", "secret of ann");
        MailUser ann = person("ann");
        deliver(ann.address());
        deliver("Ann.Other+news@" + LdapHost.DOMAIN);
        assertEquals(2, ann.awaitInbox(2).size());
        assertBegins("535 5.7.8 ", login(ann, "a guess"));
        assertBegins("550 5.1.1 ", rcpt("nobody@" + LdapHost.DOMAIN));
        assertBegins("535 5.7.8 ", login(person("nobody"), "a guess"));
    }

    @Test
    void whoLeavesGetsNoMailAndDoesNotComeIn() throws Exception {
        ldap.add("ben", "ben.other", "secret of ben");
        deliver("ben@" + LdapHost.DOMAIN);
        ldap.remove("ben");
        Awaitility.await()
                .atMost(SOME_SECONDS)
                .until(() -> rcpt("ben@" + LdapHost.DOMAIN).startsWith("550 5.2.1 "));
        assertBegins("535 ", login(person("ben"), "secret of ben"));
    }

    @Test
    void whileItIsAwayNothingIsRefusedForGood() throws Exception {
        ldap.add("cat", "cat.other", "secret of cat");
        MailUser cat = person("cat");
        ldap.listen(false);
        assertBegins("451 ", rcpt(cat.address()));
        assertBegins("454 4.7.0 ", login(cat, cat.password()));
        ldap.listen(true);
        deliver(cat.address());
        assertEquals(1, cat.awaitInbox(1).size());
    }
}
