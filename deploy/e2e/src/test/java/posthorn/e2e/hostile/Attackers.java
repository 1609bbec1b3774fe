package posthorn.e2e.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import posthorn.e2e.client.RawConnection;

/**
 * Connections of strangers that stay open until this is closed. What a server answers to them, and
 * whether it throws them out, is its own business.
 */
final class Attackers implements AutoCloseable {

    /** What one of them does; {@code number} counts them. */
    interface Attack {
        void run(RawConnection connection, int number) throws IOException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<RawConnection> open = new ConcurrentLinkedQueue<>();

    /**
     * Connects so many from an address and waits until each has connected, or was refused.
     *
     * @param receiveBuffer as in {@link RawConnection#connect(int, String, int)}
     */
    Attackers connect(int count, int port, String from, int receiveBuffer, Attack attack)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(count);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        numbers.forEach(number ->
                threads.submit(() -> {
                    try {
                        RawConnection connection = RawConnection.connect(port, from, receiveBuffer);
                        open.add(connection);
                        begun.countDown();
                        attack.run(connection, number);
                    } catch (IOException refused) {
                        begun.countDown();
                    }
                }));
        begun.await();
        return this;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        for (RawConnection connection : open) {
            try {
                connection.drop(true);
            } catch (IOException gone) {
                // The server was quicker.
            }
        }
        threads.close();
    }
}
