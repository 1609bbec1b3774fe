package posthorn.frontend.store;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Octets that may be held for clients: for all of them together, and for one owner. Any thread. */
public final class OctetShares {
    private final long most;
    private final long mostOfOne;
    private final AtomicLong held = new AtomicLong();
    private final ConcurrentMap<String, Long> byOwner = new ConcurrentHashMap<>();

    /**
     * A budget of which nothing is taken.
     *
     * @param most octets of all owners
     * @param mostOfOne octets of one owner
     */
    public OctetShares(long most, long mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Octets that are held now. */
    public long held() {
        return held.get();
    }

    /** Takes octets for an owner; false: one of the two limits is met, and nothing was taken. */
    public boolean take(String owner, long octets) {
        if (held.addAndGet(octets) > most) {
            held.addAndGet(-octets);
            return false;
        }
        boolean[] taken = new boolean[1];
        byOwner.compute(
                owner,
                (id, before) -> {
                    long now = (before == null ? 0 : before) + octets;
                    taken[0] = now <= mostOfOne;
                    return taken[0] ? (Long) now : before;
                });
        if (!taken[0]) {
            held.addAndGet(-octets);
        }
        return taken[0];
    }

    /** Gives back what was taken. */
    public void give(String owner, long octets) {
        if (octets > 0) {
            held.addAndGet(-octets);
            byOwner.computeIfPresent(
                    owner, (id, before) -> before > octets ? (Long) (before - octets) : null);
        }
    }
}
