package posthorn.runtime.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, in all and from one client. Several listeners may share one. A
 * client is an IPv4 address or an IPv6 network of 64 bits, since one host has all of its addresses.
 * Any thread.
 */
public final class ConnectionLimits {
    private final int total;
    private final int perClient;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> clients = new ConcurrentHashMap<>();

    /**
     * Limits of their own count.
     *
     * @param total at least 1
     * @param perClient at least 1
     */
    public ConnectionLimits(int total, int perClient) {
        this.total = total;
        this.perClient = perClient;
    }

    /** Connections that are open. */
    public int open() {
        return open.get();
    }

    /** Counts a connection in; not null: it is refused for this reason and was not counted. */
    @Nullable CloseReason enter(String client) {
        if (open.incrementAndGet() > total) {
            open.decrementAndGet();
            return CloseReason.TOO_MANY_CONNECTIONS;
        }
        int count = clients.merge(network(client), 1, Integer::sum);
        if (count > perClient) {
            leave(client);
            return CloseReason.TOO_MANY_FROM_CLIENT;
        }
        return null;
    }

    void leave(String client) {
        clients.computeIfPresent(network(client), (key, count) -> count > 1 ? count - 1 : null);
        open.decrementAndGet();
    }

    /**
     * The address itself, or the first four groups of an IPv6 address as the JDK writes it (no
     * {@code ::}).
     */
    private static String network(String client) {
        int at = -1;
        for (int group = 0; group < 4; group++) {
            at = client.indexOf(':', at + 1);
            if (at < 0) {
                return client;
            }
        }
        return client.substring(0, at);
    }
}
