package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.ReverseMap;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.dns.Zones;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.protocol.dkim.BodyHasher;
import posthorn.protocol.dkim.DkimSigner;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.KeyRecord;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.SigningKey;
import posthorn.protocol.dkim.VerificationKey;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.smtp.DomainName;

/**
 * Who has sent what another server brings: SPF, DKIM and DMARC against real questions to a name
 * server, from port 25 to the mailbox and the trace.
 */
class SenderAuthenticationTest {
    private static final Duration SECONDS = Duration.ofSeconds(30);
    private static final int ED25519_OCTETS = 32;
    private static final int LARGE = 400_000;

    private final Site site = Site.standalone();
    private final Zones zones = site.zones();

    @Test
    void whatPassesArrivesWithOurFieldAndWithoutForgedOnes() throws Exception {
        MailUser alice = site.newPerson("alice");
        zones.txt("pass.test", "v=spf1 ip4:127.0.0.1 -all")
                .txt("_dmarc.pass.test", "v=DMARC1; p=reject")
                .address("mail.pass.test", "127.0.0.1")
                .add(new PTRRecord(loopback(), DClass.IN, 0, Name.fromString("mail.pass.test.")));
        String forged = "Authentication-Results: mx.posthorn.test; dmarc=fail (forged)\r\n";
        String other = "Authentication-Results: mx.elsewhere.test; spf=pass\r\n";
        String message = message("Ann@pass.test", "proven");
        send("ann@pass.test", alice, forged + other + message, "250 2.0.0 ");
        AngusMessage arrived = alice.awaitInbox(1).getFirst();
        byte[] kept = TestMessages.octets(other + message);
        TestMessages.assertSame(kept, arrived.octets());
        String field =
                TestMessages.prepended(arrived.octets(), arrived.octets().length - kept.length)
                        .get(1);
        assertTrue(field.startsWith("Authentication-Results: mx.posthorn.test; "), field);
        assertTrue(field.contains("iprev=pass (mail.pass.test)"), field);
        assertTrue(field.contains("spf=pass ("), field);
        assertTrue(field.contains("smtp.mailfrom=ann@pass.test;"), field);
        assertTrue(field.contains("dkim=none; dmarc=pass (p=reject of pass.test)"), field);
    }

    @Test
    void aLargeBodyIsHashedWhileItStreams() throws Exception {
        MailUser alice = site.newPerson("alice");
        zones.txt("signs.test", "v=spf1 -all").txt("_dmarc.signs.test", "v=DMARC1; p=reject");
        byte[] large = TestMessages.large("a@signs.test", "large", LARGE, new Random(15));
        String signed = signed("signs.test", TestMessages.text(large));
        send("list@lists.test", alice, signed, "250 2.0.0 ");
        byte[] arrived = alice.awaitInbox(1).getFirst().octets();
        TestMessages.assertSame(TestMessages.octets(signed), arrived);
        String front = TestMessages.text(Arrays.copyOf(arrived, arrived.length - signed.length()));
        assertTrue(front.contains("dkim=pass"), front);
        assertTrue(front.contains("header.d=signs.test"), front);
        assertTrue(front.contains("dmarc=pass"), front);
        String changed = signed.replaceFirst("[0-9a-f]\r\n$", "x\r\n");
        send("list@lists.test", alice, changed, "550 5.7.26 ");
    }

    @Test
    void whatItsDomainWantsRefusedIsRefusedAndExplained() throws Exception {
        MailUser alice = site.newPerson("alice");
        zones.txt("strict.test", "v=spf1 -all").txt("_dmarc.strict.test", "v=DMARC1; p=reject");
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.ask("MAIL FROM:<a@strict.test>", "250 ");
            smtp.ask("RCPT TO:<" + alice.address() + ">", "250 ");
            smtp.ask("DATA", "354 ");
            smtp.say(message("a@strict.test", "forged") + ".\r\nQUIT\r\n");
            String reply = smtp.rest();
            assertTrue(reply.startsWith("550-5.7.26 The message says"), reply);
            assertTrue(
                    reply.contains("550-5.7.26 SPF: fail, '-all' in the SPF record of strict.test"),
                    reply);
            assertTrue(reply.contains("550-5.7.26 DKIM: the message has no signature"), reply);
            assertTrue(reply.contains("(DMARC policy reject)"), reply);
            assertTrue(reply.contains("550 5.7.26 Its owner can list 127.0.0.1 "), reply);
        }
    }

    @Test
    void whatItsDomainIsWaryOfGoesToJunkAndTheTraceSaysWhy() throws Exception {
        MailUser alice = site.newPerson("alice");
        zones.txt("_dmarc.wary.test", "v=DMARC1; p=quarantine");
        String reply = send("a@wary.test", alice, message("a@wary.test", "odd"), "250 2.0.0 ");
        Awaitility.await().atMost(SECONDS).until(() -> alice.imap(0).count("Junk") == 1);
        assertEquals(0, alice.inboxCount());
        String id = reply.substring(reply.lastIndexOf(' ') + 1);
        Awaitility.await()
                .atMost(SECONDS)
                .until(() -> site.admin().trace(id).stream().anyMatch(this::isStoredAsJunk));
    }

    private boolean isStoredAsJunk(Map<String, ?> event) {
        return "delivered".equalsIgnoreCase(String.valueOf(event.get("kind")))
                && String.valueOf(event.get("reply"))
                        .equals(
                                "stored as junk: nothing shows that it is from wary.test: neither"
                                        + " SPF nor DKIM passed");
    }

    @Test
    void whatCannotBeLookedUpIsDeferredAndTakenWhenItCan() throws Exception {
        MailUser alice = site.newPerson("alice");
        zones.serverFailure("_dmarc.sick.test");
        String message = message("a@sick.test", "later");
        send("a@sick.test", alice, message, "451 4.7.26 ");
        zones.forget("_dmarc.sick.test").serverFailure("sick.test");
        send("a@sick.test", alice, message, "451 4.7.26 ");
        zones.forget("sick.test");
        send("a@sick.test", alice, message, "250 2.0.0 ");
        assertEquals(1, alice.awaitInbox(1).size());
    }

    @Test
    void aDomainOfOursNeedsAProof() throws Exception {
        MailUser alice = site.newPerson("alice");
        String message = message("boss@" + alice.domain(), "pay this");
        send("a@elsewhere.test", alice, message, "550 5.7.26 ");
        String signed = signed(alice.domain(), message);
        send("list@elsewhere.test", alice, signed, "250 2.0.0 ");
        assertEquals(1, alice.awaitInbox(1).size());
    }

    private String send(String from, MailUser to, String message, String reply) throws IOException {
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            return smtp.send(from, to.address(), message, reply);
        }
    }

    private static String message(String from, String subject) {
        return TestMessages.header(from, subject) + "\r\nHello.\r\n";
    }

    private static Name loopback() {
        return ReverseMap.fromAddress(InetAddress.ofLiteral("127.0.0.1"));
    }

    /** Signed with a new key, which is published. */
    private String signed(String domain, String message) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        VerificationKey published =
                VerificationKey.of(
                        SigningAlgorithm.ED25519_SHA256,
                        Arrays.copyOfRange(
                                encoded, encoded.length - ED25519_OCTETS, encoded.length));
        KeyName name = new KeyName(new DomainName("k1"), new DomainName(domain));
        zones.txt(name.dnsName(), KeyRecord.Active.of(published).encode());
        SigningKey key = SigningKey.of(name, pair.getPrivate().getEncoded(), published);
        byte[] octets = TestMessages.octets(message);
        MessageHeader header = MessageHeader.of(octets);
        BodyHasher hasher = new BodyHasher(List.of(DkimSigner.BODY_HASH));
        hasher.update(octets, header.end(), octets.length);
        return DkimSigner.sign(key, header, hasher.finish(), 1_700_000_000L) + message;
    }
}
