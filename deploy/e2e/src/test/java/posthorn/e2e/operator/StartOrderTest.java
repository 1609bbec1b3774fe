package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.ExternalServers;
import posthorn.e2e.system.Health;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;

/**
 * The services start before there is a store or a broker: they are ready and alive, say what they
 * wait for, tell clients to come back later, and work when both have come, in whatever order.
 */
class StartOrderTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String DOMAIN = "order.test";
    private static final String USER = "ida@" + DOMAIN;

    /** Clients are told sooner here than in life. */
    private static final List<String> SETTINGS =
            Stream.concat(
                            MailSystem.WITHOUT_LIMITS.stream(),
                            Stream.of(
                                    "-Dposthorn.smtp-ingress.log-timeout=2s",
                                    "-Dposthorn.health.look-every=1s",
                                    "-Dposthorn.imap-pop-frontend.store.retry-timeout=1s"))
                    .toList();

    @TempDir Path directory = Path.of("unset");

    @Test
    void servicesWaitForWhatIsMissingAndWorkWhenItComes() throws Exception {
        Assumptions.assumeTrue(
                ExternalServers.mongodb().isEmpty() && ExternalServers.kafka().isEmpty(),
                "skipped: needs a store and a log that are not there yet");
        try (ProcessSystem system = ProcessSystem.prepare(directory, SETTINGS, 1)) {
            system.startServices();
            for (Service service : Service.values()) {
                awaitReadyAndWaiting(system, service);
            }
            clientsAreToldToComeBack(system);

            system.startStore();
            awaitState(system, Service.MAILBOX_API, "\"mongodb\": \"answers\"");
            Admin admin = new Admin(system);
            admin.domain(DOMAIN);
            admin.account(USER, USER);
            try (SmtpConnection sender = toItsDot(system)) {
                sender.ask(".", "451 ");
            }
            isReadyAndAlive(system);

            system.startBroker();
            system.awaitReady();
            try (SmtpConnection sender = toItsDot(system)) {
                sender.ask(".", "250 ");
            }
            AngusImap reader = AngusImap.implicitTls(system.port(Use.IMAPS), USER, USER);
            Awaitility.await().atMost(PATIENCE).until(() -> reader.count("INBOX") == 1);
        }
    }

    private static void awaitReadyAndWaiting(ProcessSystem system, Service service) {
        int port = system.management(service, 0);
        Awaitility.await().atMost(PATIENCE).until(() -> Health.status(port, Health.READY) == 200);
        awaitState(
                system,
                service,
                switch (service) {
                    case MAILBOX_API -> "\"mongodb\": \"does not answer for ";
                    case SMTP_INGRESS, DELIVERY_WORKER -> "\"kafka\": \"does not answer for ";
                    case IMAP_POP_FRONTEND -> "\"mailbox-api\": \"answers\"";
                });
    }

    private static void awaitState(ProcessSystem system, Service service, String words) {
        int port = system.management(service, 0);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Health.answer(port, Health.READY).contains(words));
    }

    private static void isReadyAndAlive(ProcessSystem system) {
        for (Service service : Service.values()) {
            int port = system.management(service, 0);
            assertEquals(200, Health.status(port, Health.READY), service::toString);
            assertEquals(200, Health.status(port, Health.LIVE), service::toString);
            assertEquals(200, Health.status(port, Health.STARTED), service::toString);
        }
    }

    private static void clientsAreToldToComeBack(ProcessSystem system) throws IOException {
        isReadyAndAlive(system);
        try (SmtpConnection sender = SmtpConnection.plain(system.port(Use.SMTP))) {
            sender.ask("MAIL FROM:<far@elsewhere.test>", "250 ");
            sender.ask("RCPT TO:<" + USER + ">", "451 ");
        }
        try (RawConnection reader = RawConnection.connectTls(system.port(Use.IMAPS))) {
            assertTrue(reader.line().startsWith("* OK"));
            reader.send("a LOGIN " + USER + " " + USER + "\r\n");
            String answer = reader.line();
            assertTrue(answer.startsWith("a NO [UNAVAILABLE]"), answer);
        }
        try (RawConnection reader = RawConnection.connectTls(system.port(Use.POP3S))) {
            assertTrue(reader.line().startsWith("+OK"));
            reader.send("USER " + USER + "\r\n");
            assertTrue(reader.line().startsWith("+OK"));
            reader.send("PASS " + USER + "\r\n");
            String answer = reader.line();
            assertTrue(answer.startsWith("-ERR [SYS/TEMP]"), answer);
        }
    }

    /**
     * A message that only lacks the dot at its end. A sender who was told to come again does so
     * until the address can be looked up.
     */
    private static SmtpConnection toItsDot(ProcessSystem system) throws IOException {
        SmtpConnection sender = SmtpConnection.plain(system.port(Use.SMTP));
        sender.ask("MAIL FROM:<far@elsewhere.test>", "250 ");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> sender.ask("RCPT TO:<" + USER + ">").startsWith("250 "));
        sender.ask("DATA", "354 ");
        sender.say("From: <far@elsewhere.test>\r\nSubject: order\r\n\r\nhello\r\n");
        return sender;
    }
}
