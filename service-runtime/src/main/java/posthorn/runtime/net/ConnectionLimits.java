package posthorn.runtime.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, in all and from one client ({@link ClientNetwork}). Several
 * listeners may share one. Any thread.
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
        int count = clients.merge(ClientNetwork.of(client), 1, Integer::sum);
        if (count > perClient) {
            leave(client);
            return CloseReason.TOO_MANY_FROM_CLIENT;
        }
        return null;
    }

    void leave(String client) {
        clients.computeIfPresent(
                ClientNetwork.of(client), (key, count) -> count > 1 ? count - 1 : null);
        open.decrementAndGet();
    }
}
