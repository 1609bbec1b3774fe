package posthorn.e2e.hostile;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** Somebody else on the machine: no network is between them and the process. */
class NeighbourTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();

    /** State of a socket that listens, in {@code /proc/net/tcp}. */
    private static final String LISTENS = "0A";

    /** 127.0.0.1, of IPv4 and as IPv6 has it, and ::1, as they stand there. */
    private static final List<String> LOOPBACK =
            List.of(
                    "0100007F",
                    "0000000000000000FFFF00000100007F",
                    "00000000000000000000000001000000");

    /** Metadata of all topics, asked for without a sign-in. */
    private static final byte[] METADATA = {
        0, 0, 0, 14, 0, 3, 0, 0, 0, 0, 0, 1, -1, -1, 0, 0, 0, 0
    };

    private static Path process(String file) {
        return Path.of("/proc", Long.toString(SYSTEM.process().pid()), file);
    }

    @Test
    void nobodyElseGetsIntoTheData() throws IOException {
        Path data = SYSTEM.system().dataDir();
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        String arguments = Files.readString(process("cmdline"), StandardCharsets.ISO_8859_1);
        for (String secret : List.of("admin-token", "service-token", "log-password")) {
            String content = Files.readString(data.resolve(secret)).strip();
            assertFalse(arguments.contains(content), secret);
        }
    }

    @Test
    void whatIsNotForMailListensOnLoopbackAndTellsNothing() throws IOException {
        Set<Integer> mail = new HashSet<>();
        for (Use use : Use.values()) {
            if (!use.name().endsWith("_HTTP") && !use.name().endsWith("_MANAGEMENT")) {
                mail.add(SYSTEM.port(use));
            }
        }
        Set<Integer> others = new TreeSet<>();
        for (String[] socket : listening()) {
            String[] address = socket[1].split(":");
            int port = Integer.parseInt(address[1], 16);
            if (!mail.contains(port)) {
                assertTrue(LOOPBACK.contains(address[0]), "port " + port + " of " + address[0]);
                others.add(port);
            }
        }
        assertTrue(others.size() >= 5, () -> "HTTP, management, gRPC, log and store: " + others);
        for (int port : others) {
            assertTellsNoTopic(port);
        }
        for (String path : List.of("/v1/accounts", "/v1/queue", "/v1/domains")) {
            given().port(SYSTEM.port(Use.MAILBOX_HTTP)).get(path).then().statusCode(401);
        }
        for (String path : List.of("/q/health", "/q/health/ready", "/q/metrics")) {
            given().port(SYSTEM.port(Use.MAILBOX_HTTP)).get(path).then().statusCode(404);
        }
    }

    /** Sockets of the process that listen: columns of {@code /proc/net/tcp}. */
    private static List<String[]> listening() throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> open = Files.list(process("fd"))) {
            for (Path file : open.toList()) {
                String target = target(file);
                if (target.startsWith("socket:[")) {
                    own.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(file -> lines(process(file)).skip(1))
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns[3].equals(LISTENS) && own.contains(columns[9]))
                .toList();
    }

    /** Empty when the file was closed meanwhile. */
    private static String target(Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (NoSuchFileException closed) {
            return "";
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertTellsNoTopic(int port) throws IOException {
        try (RawConnection stranger = RawConnection.connect(port)) {
            stranger.send(METADATA);
            if (stranger.answersWithin(500)) {
                String answer = stranger.readAll();
                assertFalse(answer.contains("mail."), () -> port + ": " + answer);
            }
        }
    }
}
