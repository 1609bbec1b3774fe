package posthorn.ingress.scan;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.ScanResult.Finding;
import posthorn.ingress.session.ScanResult.Outcome;

/** The daemons themselves, with the least that they need to run; where they are installed. */
class RealScannersTest {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    @TempDir private Path folder;

    private final List<Process> running = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : running) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private static String program(String name, String packageName) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
        List<Path> found =
                Stream.of(path.split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .toList();
        // Debian has them; a machine without them is told what to install.
        Assumptions.assumeFalse(found.isEmpty(), "skipped: install " + packageName);
        return found.getFirst().toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void start(String... command) throws IOException {
        running.add(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start());
    }

    /** Waits until it takes a line and answers with another. */
    private void awaitAnswer(int port, String line, String answer) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> {
                    assertTrue(running.getFirst().isAlive(), () -> log());
                    try (Socket socket = new Socket()) {
                        socket.connect(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                1000);
                        socket.setSoTimeout(5000);
                        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                        InputStream in = socket.getInputStream();
                        byte[] said = in.readNBytes(answer.length());
                        return new String(said, StandardCharsets.US_ASCII).equals(answer);
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void clamdFindsWhatItKnowsAlsoWithinAnAttachment() throws IOException {
        String clamd = program("clamd", "clamav-daemon");
        int port = freePort();
        Path database = Files.createDirectory(folder.resolve("database"));
        String pattern =
                HexFormat.of().formatHex(TestMessage.EICAR.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(database.resolve("test.ndb"), "Posthorn.Test:0:*:" + pattern + "\n");
        Path settings = folder.resolve("clamd.conf");
        Files.writeString(
                settings,
                "TCPSocket "
                        + port
                        + "\nTCPAddr 127.0.0.1\nForeground yes\nStreamMaxLength 4M\n"
                        + "DatabaseDirectory "
                        + database
                        + "\n");
        start(clamd, "-c", settings.toString());
        awaitAnswer(port, "zPING\0", "PONG");
        ClamAv scanner = new ClamAv("127.0.0.1", port, Integer.MAX_VALUE, CONNECT);
        assertEquals(Outcome.CLEAN, scan(scanner, TestMessage.mail("harmless")).outcome());
        Finding plain = scan(scanner, TestMessage.mail(TestMessage.EICAR));
        assertEquals(Outcome.VIRUS, plain.outcome());
        assertEquals("Posthorn.Test.UNOFFICIAL", plain.detail());
        assertEquals(Outcome.VIRUS, scan(scanner, attached(TestMessage.EICAR)).outcome());
        String large = ("x".repeat(70) + "\r\n").repeat(40_000);
        assertEquals(Outcome.VIRUS, scan(scanner, attached(TestMessage.EICAR) + large).outcome());
        assertEquals(Outcome.SKIPPED, scan(scanner, TestMessage.mail(large + large)).outcome());
    }

    private static String attached(String text) {
        String base64 =
                Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        return "From: carol@example.org\r\nSubject: Invoice\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + "Content-Type: text/plain\r\n\r\nSee there.\r\n--b\r\n"
                + "Content-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + base64
                + "\r\n--b--\r\n";
    }

    @Test
    void rspamdRejectsWhatEveryScannerRejects() throws IOException {
        String program = program("rspamd", "rspamd");
        int port = freePort();
        Path settings = folder.resolve("rspamd.conf");
        Files.writeString(folder.resolve("tld"), "com\norg\ntest\n");
        Files.writeString(settings, rspamdSettings(port));
        start(program, "-f", "-i", "-c", settings.toString());
        awaitAnswer(port, "GET /ping HTTP/1.0\r\n\r\n", "HTTP/1.");
        try (Rspamd scanner =
                new Rspamd(
                        URI.create("http://127.0.0.1:" + port),
                        Integer.MAX_VALUE,
                        Map.of("reject", Treatment.REJECT),
                        true,
                        CONNECT)) {
            Finding spam = scan(scanner, TestMessage.mail(GTUBE));
            assertEquals(Outcome.SPAM, spam.outcome());
            assertEquals("reject, score 15.0 of 15.0", spam.detail());
            assertTrue(spam.field().contains("tests=GTUBE"), spam.field());
            String large = ("x".repeat(70) + "\r\n").repeat(40_000);
            assertEquals(Outcome.CLEAN, scan(scanner, TestMessage.mail(large)).outcome());
        }
    }

    private String rspamdSettings(int port) {
        return """
        options {
          pidfile = "FOLDER/pid"; tempdir = "FOLDER"; cache_file = "FOLDER/symbols";
          hs_cache_dir = "FOLDER"; url_tld = "FOLDER/tld"; filters = ""; disable_hyperscan = true;
          dns { nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }
        }
        logging { type = "console"; level = "warning"; }
        actions { reject = 15; add_header = 6; greylist = 4; }
        worker "normal" { bind_socket = "127.0.0.1:PORT"; count = 1; }
        """
                .replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(port));
    }

    private static Finding scan(Scanner scanner, String text) throws IOException {
        AcceptedMessage message = TestMessage.of(text);
        return scanner.scan(message, TestMessage.content(message));
    }
}
