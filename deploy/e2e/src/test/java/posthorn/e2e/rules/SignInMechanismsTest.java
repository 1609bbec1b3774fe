package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.runtime.tls.SelfSigned;

/**
 * Signing in with clients that others wrote: mpop (GNU SASL) and curl where they are, Angus Mail,
 * and the SCRAM client of OnGres, which ties its proof to the TLS connection (RFC 9266).
 */
class SignInMechanismsTest {

    private static final Site SITE = Site.standalone();
    private static MailUser alice;

    @TempDir private Path folder;

    @BeforeAll
    static void sendAliceALetter() throws Exception {
        alice = SITE.newPerson("alice");
        alice.send(List.of(alice.address()), TestMessages.plain(alice.address(), "a letter"));
        alice.awaitInbox(1);
    }

    // ---- SCRAM

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"})
    void scramProvesThePasswordInAllThreeProtocols(String mechanism) throws Exception {
        try (RawConnection imap = RawConnection.connectTls(SITE.port(Use.IMAPS))) {
            imap.line();
            String initial = "a AUTHENTICATE " + mechanism + " ";
            String end = scram(imap, mechanism, initial, "+ ", alice.password());
            assertTrue(end.startsWith("a OK [CAPABILITY "), end);
        }
        try (RawConnection pop3 = RawConnection.connectTls(SITE.port(Use.POP3S))) {
            pop3.line();
            String end = scram(pop3, mechanism, "AUTH " + mechanism + " ", "+ ", alice.password());
            assertEquals("+OK 1 messages\r\n", end);
        }
        try (RawConnection smtp = submission()) {
            String initial = "AUTH " + mechanism + " ";
            String end = scram(smtp, mechanism, initial, "334 ", alice.password());
            assertEquals("235 2.7.0 Signed in\r\n", end);
        }
    }

    @Test
    void aWrongPasswordIsNoProof() throws Exception {
        try (RawConnection imap = RawConnection.connectTls(SITE.port(Use.IMAPS))) {
            imap.line();
            assertThrows(
                    WrongPassword.class,
                    () ->
                            scram(
                                    imap,
                                    "SCRAM-SHA-256-PLUS",
                                    "a AUTHENTICATE SCRAM-SHA-256-PLUS ",
                                    "+ ",
                                    "guess"));
        }
    }

    private static RawConnection submission() throws IOException {
        RawConnection smtp = RawConnection.connectTls(SITE.port(Use.SUBMISSIONS));
        smtp.line();
        smtp.send("EHLO laptop.test\r\n");
        String line = smtp.line();
        while (line.startsWith("250-")) {
            line = smtp.line();
        }
        return smtp;
    }

    private static final class WrongPassword extends IOException {
        private static final long serialVersionUID = 1L;

        WrongPassword(String reply) {
            super(reply);
        }
    }

    /** The reply at the end, when client and server have believed one another. */
    private static String scram(
            RawConnection wire, String mechanism, String initial, String sign, String password)
            throws IOException, ScramException {
        boolean plus = mechanism.endsWith("-PLUS");
        var named =
                ScramClient.builder()
                        .advertisedMechanisms(
                                plus ? List.of("SCRAM-SHA-256", mechanism) : List.of(mechanism))
                        .username(alice.address())
                        .password(password.toCharArray());
        ScramClient client =
                plus
                        ? named.channelBinding("tls-exporter", wire.channelBinding()).build()
                        : named.build();
        assertEquals(mechanism, client.getScramMechanism().getName());
        wire.send(initial + base64(client.clientFirstMessage().toString()) + "\r\n");
        client.serverFirstMessage(challenge(wire.line(), sign));
        wire.send(base64(client.clientFinalMessage().toString()) + "\r\n");
        client.serverFinalMessage(challenge(wire.line(), sign));
        wire.send("\r\n");
        return wire.line();
    }

    private static String challenge(String line, String sign) throws IOException {
        if (!line.startsWith(sign)) {
            throw new WrongPassword(line);
        }
        byte[] octets = Base64.getDecoder().decode(line.substring(sign.length()).strip());
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "login", "scram-sha-256", "oauthbearer", "xoauth2"})
    void mpopFetches(String mechanism) throws Exception {
        String mpop = Programs.find("mpop");
        boolean token = mechanism.contains("oauth");
        Path secret =
                Files.writeString(
                        folder.resolve("secret"),
                        token ? SITE.issuer().token(alice.address()) : alice.password());
        Path mbox = folder.resolve("mbox");
        Path settings =
                Files.writeString(
                        folder.resolve("mpoprc"),
                        """
                        account default
                        host 127.0.0.1
                        port %d
                        tls on
                        tls_starttls off
                        tls_certcheck off
                        auth %s
                        user %s
                        passwordeval "cat %s"
                        keep on
                        uidls_file %s
                        delivery mbox %s
                        """
                                .formatted(
                                        SITE.port(Use.POP3S),
                                        mechanism,
                                        alice.address(),
                                        secret,
                                        folder.resolve("uidls"),
                                        mbox));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
        Programs.run(folder, mpop, "--file=" + settings);
        assertTrue(Files.readString(mbox).contains("Subject: a letter\n"));
    }

    // ---- tokens

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void curlReadsAndSendsWithAToken(String mechanism) throws Exception {
        String curl = Programs.find("curl");
        String token = SITE.issuer().token(alice.address());
        String imap = "imaps://127.0.0.1:" + SITE.port(Use.IMAPS) + "/INBOX;UID=1";
        assertTrue(TestMessages.text(curl(curl, mechanism, token, imap)).contains("a letter"));
        String pop3 = "pop3s://127.0.0.1:" + SITE.port(Use.POP3S) + "/1";
        assertTrue(TestMessages.text(curl(curl, mechanism, token, pop3)).contains("a letter"));
        MailUser bob = SITE.newPerson("bob");
        byte[] letter = TestMessages.plain(alice.address(), "by token");
        Path file = Files.write(folder.resolve("letter"), letter);
        String smtp = "smtps://127.0.0.1:" + SITE.port(Use.SUBMISSIONS);
        curl(
                curl,
                mechanism,
                token,
                smtp,
                "--mail-from",
                alice.address(),
                "--mail-rcpt",
                bob.address(),
                "--upload-file",
                file.toString());
        bob.awaitInbox(1);
    }

    private byte[] curl(String curl, String mechanism, String token, String url, String... more)
            throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--user",
                                alice.address(),
                                "--oauth2-bearer",
                                token,
                                "--login-options",
                                "AUTH=" + mechanism,
                                url));
        arguments.addAll(List.of(more));
        return Programs.run(folder, curl, arguments.toArray(String[]::new));
    }

    @Test
    void angusMailReadsWithAToken() throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.imaps.ssl.trust", "*");
        settings.put("mail.imaps.ssl.checkserveridentity", "false");
        settings.put("mail.imaps.auth.mechanisms", "XOAUTH2");
        try (Store store = Session.getInstance(settings).getStore("imaps")) {
            store.connect(
                    "127.0.0.1",
                    SITE.port(Use.IMAPS),
                    alice.address(),
                    SITE.issuer().token(alice.address()));
            assertEquals(1, store.getFolder("INBOX").getMessageCount());
        }
    }

    @Test
    void anExpiredTokenIsNoWrongPassword() throws Exception {
        String response =
                base64("n,,\1auth=Bearer " + SITE.issuer().expiredToken(alice.address()) + "\1\1");
        try (RawConnection imap = RawConnection.connectTls(SITE.port(Use.IMAPS))) {
            imap.line();
            imap.send("a AUTHENTICATE OAUTHBEARER " + response + "\r\n");
            assertTrue(challenge(imap.line(), "+ ").contains("\"status\":\"invalid_token\""));
            imap.send("AQ==\r\n");
            String end = imap.line();
            assertTrue(end.startsWith("a NO [EXPIRED] "), end);
        }
    }

    // ---- certificates

    @Test
    void curlReadsWithACertificate() throws Exception {
        String curl = Programs.find("curl");
        SelfSigned own = SITE.authority().issueToPerson(alice.address());
        Path certificate = Files.writeString(folder.resolve("own.pem"), own.certificate());
        Path key = Files.writeString(folder.resolve("own.key"), own.key());
        for (String url :
                List.of(
                        "imaps://127.0.0.1:" + SITE.port(Use.IMAPS) + "/INBOX;UID=1",
                        "pop3s://127.0.0.1:" + SITE.port(Use.POP3S) + "/1")) {
            byte[] read =
                    Programs.run(
                            folder,
                            curl,
                            "--silent",
                            "--show-error",
                            "--insecure",
                            "--cert",
                            certificate.toString(),
                            "--key",
                            key.toString(),
                            "--user",
                            alice.address() + ":",
                            "--login-options",
                            "AUTH=EXTERNAL",
                            url);
            assertTrue(TestMessages.text(read).contains("a letter"), url);
        }
    }
}
