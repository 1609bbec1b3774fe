package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posthorn.e2e.sink.SinkAction;
import posthorn.e2e.sink.SinkMessage;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.sink.SinkPhase;
import posthorn.e2e.sink.SinkRule;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.RemoteHost;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;

/** What a sender is told, from the parameters of RCPT to the notification in the mailbox. */
class NotificationsTest {

    private final Site site = Site.standalone();

    @Test
    void whatASenderWantsToKnowIsPassedOnOrTold() throws Exception {
        MailUser alice = site.newPerson("alice");
        MailUser bob = site.newPerson("bob", alice.domain());
        try (RemoteHost knows = site.newHost(SinkOptions.modern().with("DSN"));
                RemoteHost other = site.newHost(SinkOptions.modern())) {
            String carol = knows.address("carol");
            String dave = other.address("dave");
            try (SmtpConnection smtp = SmtpConnection.of(alice)) {
                smtp.ask("MAIL FROM:<" + alice.address() + "> RET=HDRS ENVID=q+2B1", "250 ");
                smtp.ask("RCPT TO:<" + carol + "> NOTIFY=SUCCESS ORCPT=rfc822;c@old.test", "250 ");
                smtp.ask("RCPT TO:<" + dave + "> NOTIFY=SUCCESS", "250 ");
                smtp.ask("RCPT TO:<" + bob.address() + "> NOTIFY=SUCCESS", "250 ");
                deliver(smtp, alice, "");
            }
            SinkMessage passed = knows.await(carol, 1).getFirst();
            assertTrue(passed.mailParameters().containsAll(List.of("RET=HDRS", "ENVID=q+2B1")));
            assertEquals(
                    List.of("NOTIFY=SUCCESS", "ORCPT=rfc822;c@old.test"),
                    passed.recipients().getFirst().parameters());
            assertEquals(1, other.await(dave, 1).size());
            String told = TestMessages.text(alice.awaitInbox(1).getFirst().octets());
            assertTrue(told.contains("Original-Envelope-Id: q+1\r\n"), told);
            assertEquals("delivered", action(told, bob.address()), told);
            assertEquals("relayed", action(told, dave), told);
            assertFalse(told.contains(carol), "its host tells of it");
            assertEquals(List.of(), knows.server().violations());
            assertEquals(List.of(), other.server().violations());
        }
    }

    @Test
    void aRefusalIsExplainedInTheLanguageOfTheMessage() throws Exception {
        MailUser alice = site.newPerson("alice");
        try (RemoteHost host = site.newHost(SinkOptions.modern())) {
            String carol = host.address("carol");
            SinkAction no = new SinkAction.Reply(550, "5.7.26 neither SPF nor DKIM passed");
            host.server().rule(SinkRule.at(SinkPhase.RCPT, no).forPath(carol));
            try (SmtpConnection smtp = SmtpConnection.of(alice)) {
                smtp.ask("MAIL FROM:<" + alice.address() + ">", "250 ");
                smtp.ask("RCPT TO:<" + carol + ">", "250 ");
                deliver(smtp, alice, "Content-Language: de\r\n");
            }
            String told = TestMessages.text(alice.awaitInbox(1).getFirst().octets());
            assertTrue(told.contains("Subject: Nachricht nicht zugestellt\r\n"), told);
            assertTrue(told.contains("\r\nContent-Language: de\r\n"), told);
            assertTrue(told.contains("verlangt SPF oder DKIM"), told);
            assertEquals("failed", action(told, carol), told);
        }
    }

    @Test
    void whoeverIsAwayAnswersEachSenderOnce() throws Exception {
        MailUser alice = site.newPerson("alice");
        MailUser bob = site.newPerson("bob", alice.domain());
        MailUser carol = site.newPerson("carol", alice.domain());
        Map<String, String> answer = Map.of("subject", "Verreist", "text", "Bis Juni.");
        site.admin()
                .accountCall("PUT", alice.address(), "/vacation", answer)
                .then()
                .statusCode(200);
        for (MailUser sender : List.of(bob, bob, carol)) {
            try (SmtpConnection smtp = SmtpConnection.of(sender)) {
                smtp.ask("MAIL FROM:<" + sender.address() + ">", "250 ");
                smtp.ask("RCPT TO:<" + alice.address() + ">", "250 ");
                deliver(smtp, sender, "Cc: Alice <" + alice.address() + ">\r\n");
            }
        }
        alice.awaitInbox(3);
        for (MailUser sender : List.of(carol, bob)) {
            String reply = TestMessages.text(sender.awaitInbox(1).getFirst().octets());
            assertTrue(reply.startsWith("Return-Path: <>\r\n"), reply);
            assertTrue(reply.contains("\r\nFrom: <" + alice.address() + ">\r\n"), reply);
            assertTrue(reply.contains("\r\nSubject: Verreist\r\n"), reply);
            assertTrue(reply.contains("\r\nAuto-Submitted: auto-replied"), reply);
            assertTrue(reply.contains("\r\nIn-Reply-To: <letter-"), reply);
            assertEquals(1, sender.inboxCount());
        }
    }

    private static void deliver(SmtpConnection smtp, MailUser from, String field) throws Exception {
        smtp.ask("DATA", "354 ");
        smtp.say(TestMessages.header(from.address(), "told") + field + "\r\nHello.\r\n.\r\n");
        smtp.expect("250 ");
    }

    /** What the fields for programs say happened to a recipient; empty: they do not name it. */
    private static String action(String notification, String recipient) {
        String begin = "Final-Recipient: rfc822; " + recipient + "\r\nAction: ";
        int at = notification.indexOf(begin);
        if (at < 0) {
            return "";
        }
        int from = at + begin.length();
        return notification.substring(from, notification.indexOf('\r', from));
    }
}
