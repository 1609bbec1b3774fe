package posthorn.ingress.session;

import java.util.concurrent.atomic.AtomicLong;

/** The octets of messages that all sessions together may hold in memory. Safe for all threads. */
public final class BodyMemory {
    private final long total;
    private final AtomicLong used = new AtomicLong();

    /**
     * Memory of that size.
     *
     * @param total octets
     */
    public BodyMemory(long total) {
        this.total = total;
    }

    /** Takes octets; false: there are not so many left, and none were taken. */
    boolean take(long octets) {
        long before = used.get();
        while (before + octets <= total) {
            if (used.compareAndSet(before, before + octets)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    void giveBack(long octets) {
        used.addAndGet(-octets);
    }

    /** Octets that are taken now. */
    public long used() {
        return used.get();
    }
}
