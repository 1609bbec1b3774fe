package posthorn.runtime.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a connection costs that says nothing. */
final class IdleMemoryTest {
    private static final int CONNECTIONS = 2_000;
    private static final long MOST = 16 * 1024;

    @Test
    void anIdlePlainConnectionTakesLessThan16KiB() throws Exception {
        WordProtocol protocol = new WordProtocol();
        List<SocketChannel> clients = new ArrayList<>();
        MailListener listener =
                MailListener.open(
                        ListenerSettings.of("words", "127.0.0.1", 0, Transport.PLAIN),
                        new ConnectionLimits(10_000, 10_000),
                        IdleMemoryTest::noTls,
                        protocol);
        try {
            connect(clients, listener, 200);
            long before = usedHeap();
            connect(clients, listener, CONNECTIONS);
            long each = (usedHeap() - before) / CONNECTIONS;
            System.out.println("idle plain connection, both ends: " + each + " octets of heap");
            assertTrue(each < MOST, () -> "octets: " + each);
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
            listener.close(Duration.ZERO);
        }
    }

    private static SslContext noTls() {
        throw new IllegalStateException("plain");
    }

    private static void connect(List<SocketChannel> clients, MailListener listener, int count)
            throws Exception {
        int wanted = clients.size() + count;
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
        while (clients.size() < wanted) {
            SocketChannel client = SocketChannel.open(address);
            client.write(java.nio.ByteBuffer.wrap(WordProtocol.bytes("WAIT")));
            clients.add(client);
        }
        await().until(() -> listener.connections() == wanted);
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least =
                    Math.min(
                            least,
                            Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
