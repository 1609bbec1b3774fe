package posthorn.ingress.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.ScanResult.Finding;
import posthorn.ingress.session.ScanResult.Outcome;

class ClamAvTest {
    private static final int LARGE = 10_000_000;

    private static Finding scan(int port, String text) throws IOException {
        AcceptedMessage message = TestMessage.of(text);
        return new ClamAv("127.0.0.1", port, LARGE, Duration.ofSeconds(10))
                .scan(message, TestMessage.content(message));
    }

    private static Finding answered(String answer) throws IOException {
        try (InstreamServer server = new InstreamServer(LARGE, stream -> answer)) {
            return scan(server.port(), "text");
        }
    }

    @Test
    void allOctetsGoInPieces() throws IOException {
        AtomicReference<byte[]> seen = new AtomicReference<>(new byte[0]);
        String text = "0123456789".repeat(20_000);
        try (InstreamServer server =
                new InstreamServer(
                        LARGE,
                        stream -> {
                            seen.set(stream);
                            return "stream: OK";
                        })) {
            assertEquals(new Finding("clamav", Outcome.CLEAN, "", ""), scan(server.port(), text));
            assertEquals(List.of(65_536, 65_536, 65_536, 3_414), server.pieces());
        }
        assertArrayEquals(
                ("Received: from relay\r\n" + text).getBytes(StandardCharsets.US_ASCII),
                seen.get());
    }

    @Test
    void aVirusIsNamed() throws IOException {
        assertEquals(
                new Finding("clamav", Outcome.VIRUS, "Win.Test.EICAR_HDB-1", ""),
                answered("stream: Win.Test.EICAR_HDB-1 FOUND"));
    }

    @Test
    void whatStandsInANameIsHarmless() throws IOException {
        assertEquals("a??b", answered("stream: a\r\nb FOUND").detail());
    }

    @Test
    void aDaemonThatHasHadEnoughSkipsTheMessage() throws IOException {
        try (InstreamServer server = new InstreamServer(100_000, stream -> "stream: OK")) {
            assertEquals(Outcome.SKIPPED, scan(server.port(), "x".repeat(200_000)).outcome());
        }
        assertEquals(Outcome.SKIPPED, answered("INSTREAM size limit exceeded. ERROR").outcome());
    }

    @Test
    void anErrorIsNoVerdict() {
        assertEquals(
                "clamd says: Can't allocate memory ERROR",
                assertThrows(IOException.class, () -> answered("Can't allocate memory ERROR"))
                        .getMessage());
        assertEquals(
                "clamd has closed without an answer",
                assertThrows(IOException.class, () -> answered("")).getMessage());
    }

    @Test
    void nobodyThereIsAnError() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThrows(IOException.class, () -> scan(port, "text"));
    }
}
