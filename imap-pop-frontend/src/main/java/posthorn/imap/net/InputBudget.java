package posthorn.imap.net;

import posthorn.frontend.store.OctetShares;
import posthorn.runtime.net.ClientNetwork;

/**
 * Octets of commands that have come in and are not whole, of all connections together and of those
 * of one client: a client may begin a long command and never end it, and thousands may. A short
 * beginning is free. Any thread.
 */
final class InputBudget {
    /** Octets that each connection may hold besides. */
    static final int FREE = 8 * 1024;

    private final OctetShares octets;

    /**
     * @param most octets of all clients
     * @param mostOfOne octets of one: an IPv4 address or an IPv6 network of 64 bits
     */
    InputBudget(long most, long mostOfOne) {
        this.octets = new OctetShares(most, mostOfOne);
    }

    /** Octets that are held now beyond what is free. */
    long held() {
        return octets.held();
    }

    /** One connection's share; for one thread at a time. */
    final class Share {
        private final String owner;
        private long taken;

        private Share(String owner) {
            this.owner = owner;
        }

        /** The connection holds so many octets now; false: there is no room for them. */
        boolean hold(int held) {
            long wanted = Math.max(0, held - FREE);
            if (wanted > taken && !octets.take(owner, wanted - taken)) {
                return false;
            }
            octets.give(owner, taken - wanted);
            taken = wanted;
            return true;
        }
    }

    /** The share of a connection from this IP address. */
    Share share(String clientAddress) {
        return new Share(ClientNetwork.of(clientAddress));
    }
}
