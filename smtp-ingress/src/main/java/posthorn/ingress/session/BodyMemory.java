package posthorn.ingress.session;

import java.util.HashMap;
import java.util.Map;

/**
 * The octets of messages that all sessions together may hold in memory, and how many of them the
 * sessions of one client may. Safe for all threads.
 */
public final class BodyMemory {
    private final long total;
    private final long perClient;
    private final Map<String, Long> clients = new HashMap<>();
    private long used;

    /**
     * Memory of that size.
     *
     * @param total octets
     * @param perClient octets that one client may hold at a time, over all of its connections
     */
    public BodyMemory(long total, long perClient) {
        this.total = total;
        this.perClient = perClient;
    }

    /**
     * What one session takes from, on account of its client.
     *
     * @param client whom shares are counted by: an address, or the network of one
     */
    public Share share(String client) {
        return new Share(client);
    }

    /** Octets that are taken now. */
    public synchronized long used() {
        return used;
    }

    /** Clients that hold something now. */
    public synchronized int holders() {
        return clients.size();
    }

    private synchronized boolean take(String client, long octets) {
        long mine = clients.getOrDefault(client, 0L) + octets;
        if (mine > perClient || used + octets > total) {
            return false;
        }
        if (octets > 0) {
            clients.put(client, mine);
            used += octets;
        }
        return true;
    }

    private synchronized void giveBack(String client, long octets) {
        used -= octets;
        clients.computeIfPresent(client, (key, held) -> held > octets ? held - octets : null);
    }

    /** The way to the memory for one session. */
    public final class Share {
        private final String client;

        private Share(String client) {
            this.client = client;
        }

        /** Takes octets; false: there are not so many left for this client, and none were taken. */
        boolean take(long octets) {
            return BodyMemory.this.take(client, octets);
        }

        void giveBack(long octets) {
            BodyMemory.this.giveBack(client, octets);
        }
    }
}
