package posthorn.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.launcher.doctor.Finding.Section;
import posthorn.runtime.tls.SelfSigned;

/** Ports, certificates, clock and what the worker says, against listeners of the test's own. */
class PortChecksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final Set<String> OTHER_WORDS = Set.of("section", "level", "summary");
    private static final Set<String> NOTHING_TO_DO =
            Set.of("mail.sent", "mail.read", "mail.interrupted", "mail.skipped");

    @Test
    void portThatNobodyListensAtIsClosed() throws IOException {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            free = taken.getLocalPort();
        }
        assertEquals("WRONG port.closed", at(MailPort.SMTP, free));
    }

    @Test
    void otherProgramIsNoMailServer() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            answer(server, "SSH-2.0-other", line -> "");
            assertEquals("WRONG port.unexpected", at(MailPort.SMTP, server.getLocalPort()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SMTP, 220 mx.test ESMTP, 502 5.5.1 no",
        "IMAP, * OK hello, a1 BAD no",
        "POP3, +OK hello, -ERR no"
    })
    void serverWithoutTlsIsWrong(MailPort port, String greeting, String refusal)
            throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            answer(
                    server,
                    greeting,
                    line -> line.startsWith("EHLO") ? "250-mx.test\r\n250 SIZE" : refusal);
            assertEquals("WRONG port.no-tls", at(port, server.getLocalPort()));
        }
    }

    @Test
    void certificatesAreJudgedByNameTimeAndIssuer() throws Exception {
        Instant made = Instant.parse("2026-01-01T00:00:00Z");
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                SelfSigned.create("mx.test", made)
                                                        .certificate()
                                                        .getBytes(StandardCharsets.US_ASCII)));
        Instant ends = certificate.getNotAfter().toInstant();
        assertEquals(
                List.of("WRONG certificate.self-signed"),
                judged(certificate, "mx.test", made.plus(Duration.ofDays(1))));
        assertEquals(
                "WRONG certificate.name",
                judged(certificate, "other.test", made.plus(Duration.ofDays(1))).getFirst());
        assertEquals(
                "WRONG certificate.expires",
                judged(certificate, "mx.test", ends.minus(Duration.ofDays(13))).getFirst());
        assertEquals(
                "WRONG certificate.expired",
                judged(certificate, "mx.test", ends.plus(Duration.ofDays(1))).getFirst());
        assertEquals(
                "WRONG certificate.early",
                judged(certificate, "mx.test", made.minus(Duration.ofDays(9))).getFirst());
    }

    @Test
    void clockIsComparedWithAnother() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        web.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        web.start();
        URI url = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/");
        ClockCheck check = new ClockCheck(InstantSource.system(), PATIENCE);
        Instant now = Instant.now();
        Instant late = now.minus(Duration.ofMinutes(10));
        assertEquals("GOOD clock.good", word(check.finding(now, now, url)));
        assertEquals("WRONG clock.wrong", word(check.finding(late, now, url)));
        web.stop(0);
        assertEquals("UNKNOWN clock.unknown", word(check.finding(Instant.EPOCH, now, url)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"brokers\":3,\"topics\":[{\"name\":\"t\",\"replicas\":3,\"minInsyncReplicas\":2}]}|GOOD log.good",
                "{\"brokers\":3,\"topics\":[{\"name\":\"t\",\"replicas\":3,\"minInsyncReplicas\":1}]}|WRONG log.one-in-sync",
                "{\"brokers\":3,\"topics\":[{\"name\":\"t\",\"replicas\":1,\"minInsyncReplicas\":1}]}|WRONG log.few-replicas",
                "{\"brokers\":1,\"topics\":[{\"name\":\"t\",\"replicas\":1,\"minInsyncReplicas\":1}]}|ADVICE log.few-brokers",
                "{\"brokers\":3,\"topics\":[{\"name\":\"t\",\"replicas\":3,\"minInsyncReplicas\":2,\"underReplicated\":2}]}|WRONG log.under-replicated",
                "{\"brokers\":3,\"topics\":[{\"name\":\"t\",\"replicas\":3,\"minInsyncReplicas\":2,\"uncleanLeaderElection\":true}]}|WRONG log.unclean",
                "{\"problem\":\"the log does not answer\"}|WRONG log.away"
            })
    void logIsJudgedByItsCopies(String log, String expected) throws IOException {
        assertEquals(
                expected,
                word(
                        StorageCheck.findings(new ObjectMapper().readTree("{\"log\":" + log + "}"))
                                .getFirst()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"members\":3,\"writeConcern\":\"majority\",\"journal\":true}|GOOD database.good|GOOD database.concern-good",
                "{\"members\":1,\"writeConcern\":\"majority\",\"journal\":true}|WRONG database.few-members|GOOD database.concern-good",
                "{\"members\":1,\"embedded\":true,\"writeConcern\":\"majority\",\"journal\":true}|ADVICE database.embedded|GOOD database.concern-good",
                "{\"members\":3,\"writeConcern\":\"1\",\"journal\":true}|GOOD database.good|WRONG database.concern",
                "{\"members\":3,\"writeConcern\":\"majority\",\"journal\":true,\"journalOff\":true}|GOOD database.good|GOOD database.concern-good",
            })
    void databaseIsJudgedByItsMembersAndWhatWritesWaitFor(String database, String one, String two)
            throws IOException {
        List<Finding> findings =
                StorageCheck.findings(
                        new ObjectMapper().readTree("{\"database\":" + database + "}"));
        assertEquals(one, word(findings.get(0)));
        assertEquals(two, word(findings.get(1)));
        boolean off = database.contains("journalOff");
        assertEquals(off ? 3 : 2, findings.size());
    }

    @ParameterizedTest
    @CsvSource({
        "GREETED, GOOD outgoing.good",
        "REFUSED, WRONG outgoing.refused",
        "BLOCKED, WRONG outgoing.blocked",
        "UNKNOWN, UNKNOWN outgoing.unknown"
    })
    void wayOutIsWhatTheWorkerFound(String outcome, String expected) throws IOException {
        assertEquals(
                expected,
                word(
                        OutgoingCheck.finding(
                                new ObjectMapper().readTree("{\"outcome\":\"" + outcome + "\"}"))));
    }

    @ParameterizedTest
    @CsvSource({"en", "de", "fr"})
    void everyFindingHasWordsAndWhatIsWrongSaysWhatToDo(String language) {
        Words words = new Words(Locale.forLanguageTag(language));
        ResourceBundle keys =
                ResourceBundle.getBundle("posthorn.launcher.doctor.findings", Locale.ROOT);
        for (String key : keys.keySet()) {
            if (key.endsWith(".do") || OTHER_WORDS.contains(key.substring(0, key.indexOf('.')))) {
                continue;
            }
            Finding finding = Finding.wrong(Section.DNS, "x", key, "a", "b", "c", "d");
            assertFalse(words.what(finding).contains("{"), () -> key);
            boolean told = words.advice(finding).isPresent();
            assertTrue(told || key.contains("good") || NOTHING_TO_DO.contains(key), () -> key);
        }
        String wrong = words.words("level.WRONG");
        assertEquals(language.equals("de") ? "FALSCH" : "WRONG", wrong);
    }

    private static List<String> judged(X509Certificate certificate, String host, Instant now) {
        return new CertificateCheck(() -> now, null)
                .findings("port", host, List.of(certificate)).stream()
                        .map(PortChecksTest::word)
                        .toList();
    }

    private static String at(MailPort port, int number) {
        Map<MailPort, Integer> numbers = new EnumMap<>(MailPort.class);
        for (MailPort other : MailPort.values()) {
            numbers.put(other, number);
        }
        String subject = "127.0.0.1:" + number + " " + port.word();
        return new PortCheck(numbers, new CertificateCheck(InstantSource.system(), null), PATIENCE)
                .findings("127.0.0.1", LOOPBACK).stream()
                        .filter(finding -> finding.subject().equals(subject))
                        .map(PortChecksTest::word)
                        .findFirst()
                        .orElseThrow();
    }

    private static void answer(ServerSocket server, String greeting, UnaryOperator<String> said) {
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            Socket socket = server.accept();
                            Thread.ofVirtual().start(() -> serve(socket, greeting, said));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    private static void serve(Socket socket, String greeting, UnaryOperator<String> said) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            say(socket, greeting);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                say(socket, said.apply(line));
            }
        } catch (IOException e) {
            // The doctor has gone.
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        if (!text.isEmpty()) {
            socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String word(Finding finding) {
        return finding.level() + " " + finding.key();
    }
}
