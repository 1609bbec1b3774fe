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
        if (!add(client)) {
            open.decrementAndGet();
            return CloseReason.TOO_MANY_FROM_CLIENT;
        }
        return null;
    }

    /** Counts a connection for another client; not null: it is refused and stays where it was. */
    @Nullable CloseReason move(String from, String to) {
        if (!add(to)) {
            return CloseReason.TOO_MANY_FROM_CLIENT;
        }
        remove(from);
        return null;
    }

    void leave(String client) {
        remove(client);
        open.decrementAndGet();
    }

    private boolean add(String client) {
        int count = clients.merge(ClientNetwork.of(client), 1, Integer::sum);
        if (count > perClient) {
            remove(client);
            return false;
        }
        return true;
    }

    private void remove(String client) {
        clients.computeIfPresent(
                ClientNetwork.of(client), (key, count) -> count > 1 ? count - 1 : null);
    }
}
