package posthorn.imap.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Octets of commands that have come in and are not whole, of all connections together: a client may
 * begin a long command and never end it, and thousands may. A short beginning is free. Any thread.
 */
final class InputBudget {
    /** Octets that each connection may hold besides. */
    static final int FREE = 8 * 1024;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    InputBudget(long most) {
        this.most = most;
    }

    /** Octets that are held now beyond what is free. */
    long held() {
        return held.get();
    }

    /** One connection's share; for one thread at a time. */
    final class Share {
        private long taken;

        /** The connection holds so many octets now; false: there is no room for them. */
        boolean hold(int octets) {
            long wanted = Math.max(0, octets - FREE);
            long more = wanted - taken;
            if (held.addAndGet(more) > most && more > 0) {
                held.addAndGet(-more);
                return false;
            }
            taken = wanted;
            return true;
        }
    }

    Share share() {
        return new Share();
    }
}
