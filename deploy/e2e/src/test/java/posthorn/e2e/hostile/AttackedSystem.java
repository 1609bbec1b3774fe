package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.JavaProcess;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;

/**
 * A system with a heap of 256 MB that is attacked beside an innocent client from another address:
 * the process lives, the innocent client is served within a bound and its mail is delivered, and
 * what was held for the attackers is given back. The same for every test, gone with this process.
 */
final class AttackedSystem {

    /** Where attackers come from. The innocent client comes from 127.0.0.1. */
    static final String ATTACKER = "127.0.0.2";

    /** Where more of them come from. */
    static final String OTHER_ATTACKER = "127.0.0.3";

    /** An idle system answers within milliseconds; the worst attacks stopped it for a minute. */
    private static final Duration SLOWEST_COMMAND = Duration.ofSeconds(10);

    private static final Duration GIVEN_BACK = Duration.ofSeconds(60);

    /** Octets that an account may hold. */
    static final int QUOTA = 6 << 20;

    /** Sessions that an account may have. */
    static final int SESSIONS = 20;

    /** Messages that a user may send in an hour. */
    static final int MESSAGES_OF_USER = 60;

    /** How long a client may be here before it signs in, or with one command. */
    private static final String DEADLINE = "=15s";

    private static final List<String> SETTINGS =
            List.of(
                    "-Xmx256m",
                    "-Dposthorn.mailbox-api.account.quota=" + QUOTA,
                    "-Dposthorn.imap-pop-frontend.store.sessions-per-account=" + SESSIONS,
                    "-Dposthorn.imap-pop-frontend.imap.sign-in-deadline" + DEADLINE,
                    "-Dposthorn.imap-pop-frontend.pop3.sign-in-deadline" + DEADLINE,
                    "-Dposthorn.smtp-ingress.sign-in-timeout" + DEADLINE,
                    "-Dposthorn.smtp-ingress.command-timeout" + DEADLINE,
                    "-Dposthorn.smtp-ingress.limits.account-messages-per-hour=" + MESSAGES_OF_USER,
                    "-Dposthorn.smtp-ingress.refused-recipients-window=1d");

    /** What happens beside the innocent client. */
    interface Attack {
        void run(InnocentClient innocent) throws Exception;
    }

    private static final class Holder {
        private static final AttackedSystem SYSTEM = new AttackedSystem();
    }

    private final Path directory;
    private final StandaloneSystem system;
    private final Admin admin;
    private final AtomicInteger accounts = new AtomicInteger();

    private AttackedSystem() {
        try {
            Path target = Files.createDirectories(Path.of("target", "sites"));
            directory = Files.createTempDirectory(target, "attacked-");
            system = StandaloneSystem.start(directory, SETTINGS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(system::close, "stop attacked"));
        admin = new Admin(system);
        admin.domain("example.test");
    }

    static AttackedSystem get() {
        return Holder.SYSTEM;
    }

    int port(Use use) {
        return system.port(use);
    }

    StandaloneSystem system() {
        return system;
    }

    Admin admin() {
        return admin;
    }

    JavaProcess process() {
        return system.process();
    }

    /** What the process has printed so far: all of it. */
    List<String> log() throws IOException {
        return Files.readAllLines(directory.resolve("output.log"));
    }

    /** Another account, whose password is its address. */
    String account() {
        String address = "a" + accounts.incrementAndGet() + "@example.test";
        admin.account(address, address);
        return address;
    }

    /** Mail from outside. */
    void deliver(String to, byte[] message) throws Exception {
        AngusSmtp.plain("127.0.0.1", port(Use.SMTP))
                .send("far@elsewhere.test", List.of(to), message);
    }

    /** An attack, and what has to be true during and after it. */
    void under(Attack attack) throws Exception {
        try (InnocentClient innocent = InnocentClient.start(system, account())) {
            attack.run(innocent);
            innocent.assertServed(SLOWEST_COMMAND);
        }
        assertTrue(process().isAlive());
        HeldThings.awaitNone(admin, GIVEN_BACK);
    }

    /** Signed in by IMAP, TLS from the start. */
    RawConnection imap(String user) throws IOException {
        RawConnection imap = RawConnection.connectTls(port(Use.IMAPS));
        imap.line();
        ask(imap, "l LOGIN " + user + " " + user, "l OK");
        return imap;
    }

    /** Says a line and reads up to the line that begins with the answer; what came before it. */
    static String ask(RawConnection connection, String command, String answer) throws IOException {
        connection.send(command + "\r\n");
        StringBuilder before = new StringBuilder();
        String line = connection.line();
        while (!line.startsWith(answer)) {
            if (line.isEmpty()) {
                throw new IOException(command + " is not answered " + answer + ": " + before);
            }
            before.append(line);
            line = connection.line();
        }
        return before.toString();
    }

    /** STARTTLS and LOGIN. */
    static void signIn(RawConnection imap, String user) throws IOException {
        imap.line();
        imap.startTls("s STARTTLS\r\n");
        imap.send("l LOGIN " + user + " " + user + "\r\n");
        String answer = imap.line();
        if (!answer.startsWith("l OK")) {
            throw new IOException("refused: " + answer);
        }
    }

    /** Everything up to the 354 of DATA. */
    static void data(RawConnection smtp, String to) throws IOException {
        smtp.line();
        smtp.send(
                "EHLO x.test\r\nMAIL FROM:<far@elsewhere.test>\r\nRCPT TO:<"
                        + to
                        + ">\r\nDATA\r\n");
        String line = smtp.line();
        while (!line.startsWith("354")) {
            if (line.isEmpty() || line.startsWith("4") || line.startsWith("5")) {
                throw new IOException("refused: " + line);
            }
            line = smtp.line();
        }
    }
}
