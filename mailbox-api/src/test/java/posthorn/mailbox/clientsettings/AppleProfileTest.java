package posthorn.mailbox.clientsettings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.runtime.tls.SelfSigned;

/** What devices of Apple install. */
class AppleProfileTest {

    private static String profile(Protocol incoming) {
        return AppleProfile.of("alice@example.test", Offered.all(), incoming).orElseThrow();
    }

    private static String value(String profile, String key) {
        int at = profile.indexOf("<key>" + key + "</key>");
        assertTrue(at >= 0, key);
        return profile.substring(at).lines().skip(1).findFirst().orElse("").strip();
    }

    @Test
    void profileHasServersAndNoPassword() {
        String profile = profile(Protocol.IMAP);
        assertTrue(
                profile.startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist "));
        assertEquals("<string>EmailTypeIMAP</string>", value(profile, "EmailAccountType"));
        assertEquals(
                "<string>mail.example.test</string>", value(profile, "IncomingMailServerHostName"));
        assertEquals("<integer>993</integer>", value(profile, "IncomingMailServerPortNumber"));
        assertEquals("<integer>465</integer>", value(profile, "OutgoingMailServerPortNumber"));
        assertEquals("<true/>", value(profile, "IncomingMailServerUseSSL"));
        assertEquals(
                "<string>alice@example.test</string>",
                value(profile, "IncomingMailServerUsername"));
        assertEquals("<string>com.apple.mail.managed</string>", value(profile, "PayloadType"));
        assertEquals(-1, profile.indexOf("<key>IncomingPassword</key>"));
    }

    @Test
    void pop3IsAnotherProfile() {
        String profile = profile(Protocol.POP3);
        assertEquals("<string>EmailTypePOP</string>", value(profile, "EmailAccountType"));
        assertEquals("<integer>995</integer>", value(profile, "IncomingMailServerPortNumber"));
        assertNotEquals(
                value(profile(Protocol.IMAP), "PayloadUUID"), value(profile, "PayloadUUID"));
        assertEquals(value(profile(Protocol.POP3), "PayloadUUID"), value(profile, "PayloadUUID"));
    }

    @Test
    void withoutAWayToReadOrToSendThereIsNone() {
        assertEquals(
                Optional.empty(),
                AppleProfile.of(
                        "a@example.test",
                        Offered.all().only(Set.of(Protocol.IMAP)),
                        Protocol.IMAP));
        assertTrue(
                AppleProfile.of(
                                "a@example.test",
                                Offered.all().only(Set.of(Protocol.POP3, Protocol.SMTP)),
                                Protocol.IMAP)
                        .orElseThrow()
                        .contains("EmailTypePOP"));
    }

    @Test
    void signatureIsOfTheCertificateAndOverTheProfile() throws Exception {
        SelfSigned made = SelfSigned.create("mail.example.test", Instant.now());
        byte[] profile = profile(Protocol.IMAP).getBytes(StandardCharsets.UTF_8);
        byte[] signed = ProfileSigner.of(made.certificate(), made.key()).signed(profile);

        CMSSignedData read = new CMSSignedData(signed);
        assertArrayEquals(profile, (byte[]) read.getSignedContent().getContent());
        SignerInformation signer = read.getSignerInfos().getSigners().iterator().next();
        X509CertificateHolder certificate =
                read.getCertificates().getMatches(null).iterator().next();
        assertEquals("CN=mail.example.test", certificate.getSubject().toString());
        assertTrue(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate)));
    }

    @Test
    void keysThatOpensslWritesAreRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(pair);
        }
        assertTrue(pem.toString().contains("BEGIN RSA PRIVATE KEY"));
        String certificate = SelfSigned.create("a.test", Instant.now()).certificate();
        assertTrue(ProfileSigner.of(certificate, pem.toString()).signed(new byte[1]).length > 100);
    }

    @Test
    void whatIsNoCertificateOrKeyIsSaid() {
        SelfSigned made = SelfSigned.create("a.test", Instant.now());
        assertThrows(IllegalArgumentException.class, () -> ProfileSigner.of("hello", made.key()));
        assertThrows(
                IllegalArgumentException.class,
                () -> ProfileSigner.of(made.certificate(), made.certificate()));
    }
}
