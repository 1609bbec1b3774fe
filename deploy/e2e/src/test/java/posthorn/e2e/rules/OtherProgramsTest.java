package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** Programs that others wrote: the Vert.x mail client, and swaks and curl where they are. */
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
        String swaks = program("swaks");
        String curl = program("curl");
        MailUser alice = site.newPerson("alice");
        byte[] letter = TestMessages.plain(alice.address(), "from swaks");
        Path file = Files.write(folder.resolve("letter"), letter);
        run(
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

    private byte[] fetch(String curl, MailUser person, String url) throws Exception {
        String user = person.address() + ":" + person.password();
        return run(curl, "--silent", "--show-error", "--insecure", "--user", user, url);
    }

    private byte[] run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path printed = Files.createTempFile(folder, "printed", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(printed.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), program + " does not end");
        byte[] output = Files.readAllBytes(printed);
        String wrong = TestMessages.text(output) + TestMessages.text(Files.readAllBytes(errors));
        assertEquals(0, process.exitValue(), wrong);
        return output;
    }

    private static String program(String name) {
        List<Path> found =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .toList();
        Assumptions.assumeFalse(found.isEmpty(), "skipped: install " + name);
        return found.getFirst().toString();
    }
}
