package posthorn.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Ports that nobody listens on, each given out once in this process: who is killed and started
 * again may want the same. They lie below those that a kernel gives to outgoing connections (from
 * 32768 on), else such a connection could hold one before its listener is there. Processes of this
 * machine do not give out the same one: each has ranges of its own, and owns a range as long as it
 * listens on its first port. Safe for all threads.
 */
public final class FreePorts {

    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_768;
    private static final int RANGE = 512;
    private static final List<ServerSocket> OWNED = new ArrayList<>();
    private static final Deque<Integer> LEFT = new ArrayDeque<>();

    private FreePorts() {}

    /**
     * One more.
     *
     * @throws IllegalStateException when all ranges belong to others
     */
    public static synchronized int next() {
        while (true) {
            while (LEFT.isEmpty()) {
                takeRange();
            }
            int port = LEFT.removeFirst();
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static void takeRange() {
        for (int first = LOWEST; first + RANGE <= HIGHEST; first += RANGE) {
            try {
                OWNED.add(new ServerSocket(first, 1, InetAddress.getLoopbackAddress()));
            } catch (IOException belongsToAnother) {
                continue;
            }
            List<Integer> ports = new ArrayList<>();
            for (int port = first + 1; port < first + RANGE; port++) {
                ports.add(port);
            }
            Collections.shuffle(ports);
            LEFT.addAll(ports);
            return;
        }
        throw new IllegalStateException("other processes own all ports below " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
