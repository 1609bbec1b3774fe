package posthorn.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.sink.SinkMessage;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.RemoteHost;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** The same message to two people here and one elsewhere; every octet as it was sent. */
interface MessageJourney {

    /** Where it runs. */
    Site site();

    @Test
    default void aShortMessage() throws Exception {
        sendsToAll(TestMessages.plain("sender@here.test", "short"), "short");
    }

    @Test
    default void aMessageOfTwoMegabytes() throws Exception {
        sendsToAll(
                TestMessages.large("sender@here.test", "large", 2_000_000, new Random(7)), "large");
    }

    @Test
    default void anUglyMessage() throws Exception {
        sendsToAll(TestMessages.ugly("sender@here.test", "ugly"), "ugly");
    }

    @Test
    default void fromAnotherServer() throws Exception {
        MailUser alice = site().newPerson("alice");
        byte[] message = TestMessages.ugly("bob@elsewhere.test", "from outside");
        for (int pod = 0; pod < site().system().pods(); pod++) {
            AngusSmtp.startTls("127.0.0.1", site().port(Use.SMTP, pod))
                    .send("bob@elsewhere.test", List.of(alice.address()), message);
        }
        for (AngusMessage read : alice.awaitInbox(site().system().pods())) {
            TestMessages.assertSame(message, read.octets());
            String text = TestMessages.text(read.octets());
            assertTrue(
                    text.startsWith(
                            "Return-Path: <bob@elsewhere.test>\r\nAuthentication-Results: mx"),
                    () -> text.substring(0, 200));
            assertTrue(text.contains("\r\nReceived: from "), () -> text.substring(0, 1000));
        }
    }

    private void sendsToAll(byte[] template, String subject) throws Exception {
        String domain = site().newDomain();
        MailUser alice = site().newPerson("alice", domain);
        MailUser bob = site().newPerson("bob", domain);
        byte[] message =
                TestMessages.octets(
                        TestMessages.text(template).replace("sender@here.test", alice.address()));
        try (RemoteHost other = site().newHost(SinkOptions.modern())) {
            String carol = other.address("carol");
            alice.send(List.of(alice.address(), bob.address(), carol), message);
            readsByImap(alice, message);
            readsByPop3(bob, message);
            SinkMessage relayed = other.await(carol, 1).getFirst();
            TestMessages.assertSame(message, relayed.content());
            assertEquals(alice.address(), relayed.reversePath());
            assertTrue(relayed.tls().startsWith("TLSv1"), subject + " was relayed without TLS");
            assertEquals(List.of(), other.server().violations());
        }
    }

    private void readsByImap(MailUser person, byte[] message) throws Exception {
        person.awaitInbox(1);
        byte[] first = person.imap(0).read("INBOX").getFirst().octets();
        TestMessages.assertSame(message, first);
        for (int pod = 0; pod < site().system().pods(); pod++) {
            assertSame(first, person.imap(pod).read("INBOX"));
            assertSame(first, person.imapStartTls(pod).read("INBOX"));
        }
    }

    private void readsByPop3(MailUser person, byte[] message) throws Exception {
        byte[] first = person.awaitInbox(1).getFirst().octets();
        TestMessages.assertSame(message, first);
        for (int pod = 0; pod < site().system().pods(); pod++) {
            assertSame(first, person.pop3(pod).read());
            assertSame(first, person.pop3StartTls(pod).read());
        }
    }

    private static void assertSame(byte[] octets, List<AngusMessage> read)
            throws MessagingException, IOException {
        assertEquals(1, read.size());
        assertArrayEquals(octets, read.getFirst().octets());
    }
}
