package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.dns.DnsServer;
import posthorn.e2e.site.Door;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.Health;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;
import posthorn.e2e.system.StandaloneSystem;
import posthorn.runtime.tls.TestAcmeServer;
import posthorn.runtime.tls.TestRenewals;
import posthorn.standalone.FreePorts;

/**
 * Certificates of hosted names, from an authority that speaks ACME to the handshakes of SMTP, IMAP,
 * POP3 and HTTPS: nothing is started again between the order and the clients.
 */
class HostedCertificatesTest {

    private static final String DOMAIN = "hosted.test";
    private static final String HOSTED = "autoconfig." + DOMAIN;
    private static final String BY_HAND = "mail." + DOMAIN;
    private static final Integer DNS_NAME = 2;
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path directory = Path.of("unset");

    private final TestAcmeServer authority = new TestAcmeServer();
    private final DnsServer dns;

    HostedCertificatesTest() throws IOException {
        dns = DnsServer.start();
    }

    @BeforeEach
    void names() {
        dns.zones().address(HOSTED, "127.0.0.1").address(BY_HAND, "127.0.0.1");
    }

    @AfterEach
    void close() throws IOException {
        authority.close();
        dns.close();
    }

    private List<String> settings(String url, String challenge, String challengeWait) {
        return List.of(
                "-Dposthorn.dns.servers=" + dns.address(),
                "-Dposthorn.acme.directory=" + url,
                "-Dposthorn.acme.terms-agreed=true",
                "-Dposthorn.acme.challenge=" + challenge,
                "-Dposthorn.acme.challenge-wait=" + challengeWait,
                "-Dposthorn.acme.look-every=1s",
                "-Dposthorn.acme.retry-after=1s",
                "-Dposthorn.acme.read-every=1s");
    }

    @Test
    void ofTwoPodsOneOrdersByHttpBothAnswerAndEverybodyShows() throws Exception {
        List<Integer> https = List.of(FreePorts.next(), FreePorts.next());
        try (ProcessSystem system =
                ProcessSystem.prepare(
                        directory, settings(authority.directory(), "http-01", "0s"), 2)) {
            start(system, https);
            List<Door> doors = doors(system);
            https.forEach(port -> doors.add(new Door.Encrypted("HTTPS", port)));
            Admin admin = new Admin(system);
            admin.domain(DOMAIN);
            X509Certificate first = awaitShown(doors, HOSTED, List.of());
            assertEquals(OK, order(admin, "PUT", ""));
            awaitShown(doors, BY_HAND, List.of());
            assertEquals(List.of(HOSTED, BY_HAND), authority.ordered);
            try (RawConnection stays = RawConnection.connectTls(system.port(Use.IMAPS))) {
                assertTrue(stays.line().startsWith("* OK"));
                X509Certificate ordered = doors.getFirst().shown(BY_HAND);
                assertEquals(OK, order(admin, "POST", "/renewal"));
                awaitShown(doors, BY_HAND, List.of(ordered));
                stays.send("a NOOP\r\n");
                assertTrue(stays.line().startsWith("a OK"));
            }
            assertEquals(first, awaitShown(doors, HOSTED, List.of()));
            assertEquals(List.of(HOSTED, BY_HAND, BY_HAND), authority.ordered);
        }
    }

    private static int order(Admin admin, String method, String rest) {
        return admin.directoryCall(method, "/v1/certificates/" + BY_HAND + rest, Map.of())
                .statusCode();
    }

    /** Nothing is delivered here: two of what orders, and one of each that shows. */
    private void start(ProcessSystem system, List<Integer> https) {
        system.startStore();
        for (int pod = 0; pod < https.size(); pod++) {
            int plain = FreePorts.next();
            if (pod == 0) {
                authority.looksAt(plain, 0);
            } else {
                authority.alsoLooksAt(plain, 0);
            }
            system.start(
                    Service.MAILBOX_API,
                    pod,
                    List.of(
                            "-Dposthorn.hostname=mx.posthorn.test",
                            "-Dposthorn.mailbox-api.http.tls-port=" + https.get(pod),
                            "-Dposthorn.mailbox-api.http.redirect-port=" + plain));
        }
        system.start(Service.SMTP_INGRESS, 0);
        system.start(Service.IMAP_POP_FRONTEND, 0);
        for (int pod = 0; pod < https.size(); pod++) {
            // It waits for a broker, which does not come.
            int management = system.management(Service.MAILBOX_API, pod);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Health.status(management, Health.READY) == OK);
        }
    }

    @Test
    void aNameIsProvedByAHandshakeAndRenewedWhenTheAuthoritySays() throws Exception {
        int https = FreePorts.next();
        authority.looksAt(0, https);
        List<String> settings =
                new ArrayList<>(settings(authority.directory(), "tls-alpn-01", "2s"));
        settings.add("-Dposthorn.mailbox-api.http.tls-port=" + https);
        try (StandaloneSystem system = StandaloneSystem.start(directory, settings)) {
            List<Door> doors = doors(system);
            doors.add(new Door.Encrypted("HTTPS", https));
            authority.renewals.from = Instant.now().plusSeconds(8);
            new Admin(system).domain(DOMAIN);
            X509Certificate first = awaitShown(doors.subList(0, 1), HOSTED, List.of());
            authority.renewals.from = Instant.now().plus(Duration.ofDays(60));
            awaitShown(doors, HOSTED, List.of(first));
            String replaced = TestRenewals.identifier(first);
            assertTrue(authority.renewals.replaced.contains(replaced), "not said to be replaced");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-01", "tls-alpn-01"})
    void letsEncryptsOwnServerForTestsGivesThem(String challenge) throws Exception {
        Optional<Path> program = Pebble.program();
        assumeTrue(
                program.isPresent(),
                "skipped: go install github.com/letsencrypt/pebble/v2/cmd/pebble@latest");
        int https = FreePorts.next();
        int plain = FreePorts.next();
        try (Pebble pebble =
                Pebble.start(
                        program.orElseThrow(),
                        directory.resolve("pebble"),
                        dns.address(),
                        plain,
                        https)) {
            List<String> settings = new ArrayList<>(settings(pebble.directory(), challenge, "2s"));
            settings.add("-Dposthorn.acme.trusted-certificates=" + pebble.trusted());
            settings.add("-Dposthorn.mailbox-api.http.tls-port=" + https);
            settings.add("-Dposthorn.mailbox-api.http.redirect-port=" + plain);
            try (StandaloneSystem system = StandaloneSystem.start(directory, settings)) {
                List<Door> doors = doors(system);
                doors.add(new Door.Encrypted("HTTPS", https));
                Admin admin = new Admin(system);
                admin.domain(DOMAIN);
                awaitShown(doors, HOSTED, List.of());
                assertEquals(OK, order(admin, "PUT", ""));
                X509Certificate first = awaitShown(doors, BY_HAND, List.of());
                assertEquals(OK, order(admin, "POST", "/renewal"));
                awaitShown(doors, BY_HAND, List.of(first));
            }
        }
    }

    private static List<Door> doors(MailSystem system) {
        return new ArrayList<>(
                List.of(
                        new Door.StartTls(
                                "SMTP", system.port(Use.SMTP), "EHLO a.test\r\n", "STARTTLS\r\n"),
                        new Door.Encrypted("submissions", system.port(Use.SUBMISSIONS)),
                        new Door.StartTls("IMAP", system.port(Use.IMAP), "", "a STARTTLS\r\n"),
                        new Door.Encrypted("IMAPS", system.port(Use.IMAPS)),
                        new Door.StartTls("POP3", system.port(Use.POP3), "", "STLS\r\n"),
                        new Door.Encrypted("POP3S", system.port(Use.POP3S))));
    }

    /** Waits until all of them show one certificate of the authority's for a name; returns it. */
    private static X509Certificate awaitShown(
            List<Door> doors, String name, List<X509Certificate> notThese) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(
                        () -> doors.stream().map(door -> door.shown(name)).distinct().toList(),
                        shown ->
                                shown.size() == 1
                                        && !notThese.contains(shown.getFirst())
                                        && isFor(shown.getFirst(), name))
                .getFirst();
    }

    private static boolean isFor(X509Certificate certificate, String name) {
        try {
            return List.of(List.of(DNS_NAME, name))
                            .equals(List.copyOf(certificate.getSubjectAlternativeNames()))
                    && !certificate
                            .getIssuerX500Principal()
                            .equals(certificate.getSubjectX500Principal());
        } catch (CertificateParsingException e) {
            throw new IllegalStateException(e);
        }
    }
}
