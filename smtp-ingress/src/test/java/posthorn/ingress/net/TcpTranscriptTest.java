package posthorn.ingress.net;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.SmtpSessionSettings;
import posthorn.ingress.transcript.Transcript;

class TcpTranscriptTest {

    @ParameterizedTest
    @MethodSource("posthorn.ingress.transcript.Transcript#all")
    void dialogueOverTcp(Transcript transcript) throws IOException {
        boolean silence = transcript.lines().contains("@silence");
        SessionFixture fixture = new SessionFixture();
        fixture.trustPeers(transcript.trusted());
        SmtpSessionSettings settings =
                silence
                        ? SessionFixture.settings(Duration.ofSeconds(1))
                        : SessionFixture.settings();
        try (TestServer server = new TestServer(transcript.role(), settings, fixture);
                TcpWire wire = server.connect()) {
            transcript.play(wire, fixture);
        }
    }
}
