package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.transcript.Transcript;

class TranscriptTest {
    private static final int WHOLE = 1 << 20;
    private static final int LARGEST_PIECE = 120;

    @ParameterizedTest
    @MethodSource("posthorn.ingress.transcript.Transcript#all")
    void dialogueInOnePiece(Transcript transcript) throws IOException {
        play(transcript, WHOLE);
    }

    @ParameterizedTest
    @MethodSource("posthorn.ingress.transcript.Transcript#all")
    void dialogueInPiecesOfEverySize(Transcript transcript) throws IOException {
        for (int piece = 1; piece <= LARGEST_PIECE; piece++) {
            play(transcript, piece);
        }
    }

    private static void play(Transcript transcript, int piece) throws IOException {
        SessionFixture fixture = new SessionFixture();
        fixture.trustPeers(transcript.trusted());
        MemoryWire wire =
                new MemoryWire(transcript.role(), SessionFixture.settings(), fixture, piece);
        transcript.play(wire, fixture);
        assertTrue(wire.unread().isEmpty(), () -> transcript + " leaves words unread");
        wire.leave();
        assertEquals(0, fixture.memory().used(), () -> transcript + " keeps memory");
        assertEquals(0, fixture.bodies().uploads(), () -> transcript + " keeps a body open");
    }
}
