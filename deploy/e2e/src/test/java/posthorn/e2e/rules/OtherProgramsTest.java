package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Programs that others wrote: the Vert.x mail client, and swaks, curl and Perl where they are. */
@ParameterizedClass
@EnumSource(Site.Kind.class)
class OtherProgramsTest {

    @TempDir private Path folder;
    private final Site site;

    OtherProgramsTest(Site.Kind kind) {
        this.site = kind.site();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBMISSION", "SUBMISSIONS"})
    void theVertxMailClientSends(Use use) throws Exception {
        MailUser alice = site.newPerson("alice");
        MailMessage message =
                new MailMessage()
                        .setFrom(alice.address())
                        .setTo(alice.address())
                        .setSubject("from Vert.x")
                        .setText("Gr\u00fc\u00dfe\n");
        Vertx vertx = Vertx.vertx();
        try {
            MailClient.create(vertx, config(use, alice))
                    .sendMail(message)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        String arrived = TestMessages.text(alice.awaitInbox(1).getFirst().octets());
        assertTrue(arrived.contains("\r\nSubject: from Vert.x\r\n"), arrived);
    }

    private MailConfig config(Use use, MailUser person) {
        boolean startTls = use == Use.SUBMISSION;
        return new MailConfig()
                .setHostname("127.0.0.1")
                .setPort(site.port(use))
                .setSsl(!startTls)
                .setStarttls(startTls ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm("")
                .setLogin(LoginOption.REQUIRED)
                .setUsername(person.address())
                .setPassword(person.password());
    }

    @Test
    void swaksSendsAndCurlReads() throws Exception {
        String swaks = Programs.find("swaks");
        String curl = Programs.find("curl");
        MailUser alice = site.newPerson("alice");
        byte[] letter = TestMessages.plain(alice.address(), "from swaks");
        Path file = Files.write(folder.resolve("letter"), letter);
        Programs.run(
                folder,
                swaks,
                "--server",
                "127.0.0.1:" + site.port(Use.SUBMISSION),
                "--tls",
                "--auth",
                "PLAIN",
                "--auth-user",
                alice.address(),
                "--auth-password",
                alice.password(),
                "--from",
                alice.address(),
                "--to",
                alice.address(),
                "--data",
                "@" + file);
        alice.awaitInbox(1);
        String imap = "imaps://127.0.0.1:" + site.port(Use.IMAPS) + "/INBOX;UID=1";
        assertTrue(TestMessages.text(fetch(curl, alice, imap)).contains("Subject: from swaks\r\n"));
        String pop3 = "pop3s://127.0.0.1:" + site.port(Use.POP3S) + "/1";
        assertTrue(TestMessages.text(fetch(curl, alice, pop3)).contains("Subject: from swaks\r\n"));
    }

    @Test
    void perlSendsBinaryPartsInChunks() throws Exception {
        String perl = Programs.find("perl");
        Process module = new ProcessBuilder(perl, "-MNet::SMTP", "-e", "1").start();
        // perl-base, which is always there, lacks the module.
        Assumptions.assumeTrue(module.waitFor() == 0, "skipped: install perl-modules");
        MailUser alice = site.newPerson("alice");
        byte[] letter =
                TestMessages.octets(
                        TestMessages.header("a@perl.test", "from Perl")
                                + "Content-Transfer-Encoding: binary\r\n\r\n\0\n.\r\n\u00ff");
        Path file = Files.write(folder.resolve("binary"), letter);
        String script =
                """
                use Net::SMTP;
                my ($port, $to, $file) = @ARGV;
                open(my $in, '<:raw', $file) or die $!;
                my $letter = do { local $/; <$in> };
                my $smtp = Net::SMTP->new('127.0.0.1', Port => $port, Timeout => 30,
                        Hello => 'perl.test') or die $@;
                $smtp->mail('a@perl.test', Bits => 'binary', Return => 'HDRS', Envelope => 'a b')
                        or die $smtp->message;
                $smtp->to($to, {Notify => ['FAILURE', 'DELAY']}) or die $smtp->message;
                $smtp->bdat(substr($letter, 0, 100)) or die $smtp->message;
                $smtp->bdatlast(substr($letter, 100)) or die $smtp->message;
                $smtp->quit;
                """;
        int port = site.port(Use.SMTP);
        Programs.run(
                folder, perl, "-e", script, String.valueOf(port), alice.address(), file.toString());
        String arrived = TestMessages.text(alice.awaitInbox(1).getFirst().octets());
        assertTrue(
                arrived.endsWith("Content-Transfer-Encoding: base64\r\n\r\nAAouDQr/\r\n"), arrived);
    }

    private byte[] fetch(String curl, MailUser person, String url) throws Exception {
        String user = person.address() + ":" + person.password();
        return Programs.run(
                folder, curl, "--silent", "--show-error", "--insecure", "--user", user, url);
    }
}
