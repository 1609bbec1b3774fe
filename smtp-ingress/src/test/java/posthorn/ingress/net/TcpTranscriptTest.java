package posthorn.ingress.net;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posthorn.ingress.memory.World;
import posthorn.ingress.session.SessionSettings;
import posthorn.ingress.transcript.Transcript;

class TcpTranscriptTest {

    @ParameterizedTest
    @MethodSource("posthorn.ingress.transcript.Transcript#all")
    void dialogueOverTcp(Transcript transcript) throws IOException {
        boolean silence = transcript.lines().contains("@silence");
        World world = new World();
        SessionSettings settings =
                silence ? World.settings(Duration.ofSeconds(1)) : World.settings();
        try (TestServer server = new TestServer(transcript.role(), settings, world);
                TcpWire wire = server.connect()) {
            transcript.play(wire, world);
        }
    }
}
