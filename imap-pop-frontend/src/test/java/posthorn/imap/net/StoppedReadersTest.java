package posthorn.imap.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.frontend.api.LargeMessagePod;
import posthorn.imap.grammar.ReaderLimits;
import posthorn.imap.session.ImapSessionSettings;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.Networks;
import posthorn.runtime.net.Transport;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.TestSignIns;

/** Clients that ask for something long, and then read no further or leave. */
final class StoppedReadersTest {
    private static final int CLIENTS = 200;
    private static final int MESSAGE = 50_000_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long MOST_HELD = 64L << 20;

    @Test
    void twoHundredWhoStopInTheMiddleHoldLittle() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (LargeMessagePod pod = new LargeMessagePod(MESSAGE)) {
            MailListener listener = listen(pod);
            long before = heapUsed();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(asking(listener.port()));
            }
            await().atMost(MINUTE).until(() -> pod.octetsSent() >= (long) CLIENTS * 100_000);
            long[] last = new long[1];
            await().during(Duration.ofMillis(500))
                    .until(() -> {
                        long earlier = last[0];
                        last[0] = pod.octetsSent();
                        return earlier == last[0];
                    });
            long held = heapUsed() - before;
            assertTrue(held < MOST_HELD, () -> held + " octets for " + CLIENTS + " clients");
            for (Socket client : clients) {
                client.close();
            }
            await().atMost(MINUTE).until(() -> listener.connections() == 0 && !pod.isHeld());
            listener.close(Duration.ofSeconds(2));
        }
    }

    @Test
    void aSearchStopsWhenItsClientLeaves() throws Exception {
        try (LargeMessagePod pod = new LargeMessagePod(10)) {
            MailListener listener = listen(pod);
            try (Socket client = saying(listener.port(), "c SEARCH TEXT x\r\n")) {
                await().until(pod::isSearching);
                client.shutdownOutput();
            }
            await().until(() -> pod.searchesCancelled() == 1);
            await().atMost(MINUTE).until(() -> listener.connections() == 0 && !pod.isHeld());
            listener.close(Duration.ofSeconds(2));
        }
    }

    private static MailListener listen(LargeMessagePod pod) throws IOException {
        ImapService service =
                new ImapService(
                        new ImapSessionSettings(
                                new ReaderLimits(4096, 16384, 100_000), 20, 3, "1.2.3", 993),
                        pod.accounts(),
                        new SignInOffers(TestSignIns.MECHANISMS),
                        Networks.parse("networks", List.of("127.0.0.0/8")),
                        MINUTE,
                        MINUTE,
                        MINUTE,
                        new InputBudget(1 << 20, 1 << 20),
                        new ImapService.LeastRate(100, MINUTE),
                        new ImapMeters(new SimpleMeterRegistry()));
        return MailListener.open(
                ListenerSettings.of("imap", "127.0.0.1", 0, Transport.PLAIN),
                new ConnectionLimits(1000, 1000),
                () -> {
                    throw new IllegalStateException("no TLS here");
                },
                new ImapProtocol(service));
    }

    private static Socket asking(int port) throws IOException {
        return saying(port, "c FETCH 1 BODY.PEEK[]\r\n");
    }

    /** A client that signs in, examines INBOX and says something, without reading the answers. */
    private static Socket saying(int port, String command) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String words = "a LOGIN alice@example.test right\r\nb EXAMINE INBOX\r\n" + command;
        client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static long heapUsed() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
