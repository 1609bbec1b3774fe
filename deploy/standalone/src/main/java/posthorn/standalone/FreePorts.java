package posthorn.standalone;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on, each given out once in this process: who is killed and started
 * again may want the same. They lie below those that a kernel gives to outgoing connections (from
 * 32768 on), else such a connection could hold one before its listener is there. Safe for all
 * threads.
 */
public final class FreePorts {

    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_768;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** One more. */
    public static synchronized int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
