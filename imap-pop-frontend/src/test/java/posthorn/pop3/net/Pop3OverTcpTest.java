package posthorn.pop3.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posthorn.frontend.LineClient;
import posthorn.pop3.net.Pop3Transcript.Step;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.ServerTls;
import posthorn.runtime.net.TestTls;
import posthorn.runtime.net.Transport;
import posthorn.runtime.tls.CertificateSet;

/** Plays the same transcripts over sockets and TLS. */
final class Pop3OverTcpTest {
    private static ServerTls tls;

    @BeforeAll
    static void start() {
        CertificateSet certificate = TestTls.certificate("mail.example.test");
        tls = new ServerTls(() -> certificate);
    }

    @TestFactory
    Stream<DynamicTest> overSockets() {
        return Pop3Transcript.all().stream()
                .filter(transcript ->
                        transcript.steps().stream()
                                .noneMatch(step -> step.kind().equals("@silent")))
                .map(transcript ->
                        DynamicTest.dynamicTest(transcript.name(), () -> play(transcript)));
    }

    private static void play(Pop3Transcript transcript) throws IOException {
        MemoryMaildrop store = new MemoryMaildrop(transcript.messages());
        Transport transport = transcript.tls() ? Transport.TLS : Transport.STARTTLS;
        try (LockRenewals renewals = new LockRenewals(Duration.ofMinutes(1))) {
            MailListener listener =
                    MailListener.open(
                            ListenerSettings.of("pop3", "127.0.0.1", 0, transport),
                            new ConnectionLimits(100, 100),
                            tls,
                            new Pop3Protocol(
                                    Pop3TranscriptTest.service(transcript, store, renewals)));
            try (Play play = new Play(transcript, store, listener.port())) {
                for (Step step : transcript.steps()) {
                    play.step(step);
                }
            } finally {
                listener.close(Duration.ZERO);
            }
        }
    }

    private static final class Play implements AutoCloseable {
        private final MemoryMaildrop store;
        private LineClient client;

        Play(Pop3Transcript transcript, MemoryMaildrop store, int port) throws IOException {
            this.store = store;
            this.client =
                    transcript.tls() ? LineClient.plain(port).secured() : LineClient.plain(port);
        }

        void step(Step step) throws IOException {
            switch (step.kind()) {
                case "C:" -> client.say(step.text());
                case "S:" -> {
                    @Nullable String said = client.hear();
                    assertTrue(
                            said != null && Pop3Transcript.matches(step.text(), said),
                            () -> "expected <" + step.text() + "> but heard <" + said + ">");
                }
                case "@handshake" -> client = client.secured();
                case "@leave" -> client.close();
                case "@closed" -> assertNull(client.hear());
                case "@locked", "@left" ->
                        await().untilAsserted(
                                        () -> Pop3TranscriptTest.inStore(step, store, "over TCP"));
                default -> Pop3TranscriptTest.inStore(step, store, "over TCP");
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
