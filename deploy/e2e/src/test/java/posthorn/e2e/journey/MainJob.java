package posthorn.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.StockMessage;
import posthorn.e2e.client.StockSmtp;
import posthorn.e2e.sink.SinkMessage;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.site.Letters;
import posthorn.e2e.site.OtherHost;
import posthorn.e2e.site.Person;
import posthorn.e2e.site.Site;
import posthorn.e2e.system.MailSystem.Use;

/** The same message to two people here and one elsewhere; every octet as it was sent. */
interface MainJob {

    /** Where it runs. */
    Site site();

    @Test
    default void aShortMessage() throws Exception {
        sendsToAll(Letters.plain("sender@here.test", "short"), "short");
    }

    @Test
    default void aMessageOfTwoMegabytes() throws Exception {
        sendsToAll(Letters.large("sender@here.test", "large", 2_000_000, new Random(7)), "large");
    }

    @Test
    default void anUglyMessage() throws Exception {
        sendsToAll(Letters.ugly("sender@here.test", "ugly"), "ugly");
    }

    @Test
    default void fromAnotherServer() throws Exception {
        Person alice = site().newPerson("alice");
        byte[] message = Letters.ugly("bob@elsewhere.test", "from outside");
        for (int pod = 0; pod < site().system().pods(); pod++) {
            StockSmtp.startTls("127.0.0.1", site().port(Use.SMTP, pod))
                    .send("bob@elsewhere.test", List.of(alice.address()), message);
        }
        for (StockMessage read : alice.awaitInbox(site().system().pods())) {
            Letters.assertSame(message, read.octets());
            assertTrue(
                    Letters.text(read.octets())
                            .startsWith("Return-Path: <bob@elsewhere.test>\r\nReceived: from "),
                    () -> Letters.text(read.octets()).substring(0, 200));
        }
    }

    private void sendsToAll(byte[] template, String subject) throws Exception {
        String domain = site().newDomain();
        Person alice = site().newPerson("alice", domain);
        Person bob = site().newPerson("bob", domain);
        byte[] message =
                Letters.octets(Letters.text(template).replace("sender@here.test", alice.address()));
        try (OtherHost other = site().newHost(SinkOptions.modern())) {
            String carol = other.address("carol");
            alice.send(List.of(alice.address(), bob.address(), carol), message);
            readsByImap(alice, message);
            readsByPop3(bob, message);
            SinkMessage relayed = other.await(carol, 1).getFirst();
            Letters.assertSame(message, relayed.content());
            assertEquals(alice.address(), relayed.reversePath());
            assertTrue(relayed.tls().startsWith("TLSv1"), subject + " was relayed without TLS");
            assertEquals(List.of(), other.server().violations());
        }
    }

    private void readsByImap(Person person, byte[] message) throws Exception {
        person.awaitInbox(1);
        byte[] first = person.imap(0).read("INBOX").getFirst().octets();
        Letters.assertSame(message, first);
        for (int pod = 0; pod < site().system().pods(); pod++) {
            assertSame(first, person.imap(pod).read("INBOX"));
            assertSame(first, person.imapStartTls(pod).read("INBOX"));
        }
    }

    private void readsByPop3(Person person, byte[] message) throws Exception {
        byte[] first = person.awaitInbox(1).getFirst().octets();
        Letters.assertSame(message, first);
        for (int pod = 0; pod < site().system().pods(); pod++) {
            assertSame(first, person.pop3(pod).read());
            assertSame(first, person.pop3StartTls(pod).read());
        }
    }

    private static void assertSame(byte[] octets, List<StockMessage> read)
            throws MessagingException, IOException {
        assertEquals(1, read.size());
        assertArrayEquals(octets, read.getFirst().octets());
    }
}
