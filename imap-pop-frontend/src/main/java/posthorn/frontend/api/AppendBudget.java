package posthorn.frontend.api;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Octets of messages on their way into mailboxes that may be held here: of all accounts together,
 * and of one. What has arrived is charged, not what was announced. Any thread.
 */
final class AppendBudget {
    private final long most;
    private final long mostOfOne;
    private final AtomicLong held = new AtomicLong();
    private final ConcurrentMap<String, Long> byAccount = new ConcurrentHashMap<>();

    /**
     * A budget of which nothing is taken.
     *
     * @param most octets of all accounts
     * @param mostOfOne octets of one account
     */
    AppendBudget(long most, long mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Octets that are held now. */
    long held() {
        return held.get();
    }

    /** Takes octets for an account; false: one of the two limits is met, and nothing was taken. */
    boolean take(String account, long octets) {
        if (held.addAndGet(octets) > most) {
            held.addAndGet(-octets);
            return false;
        }
        boolean[] taken = new boolean[1];
        byAccount.compute(
                account,
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
    void give(String account, long octets) {
        if (octets > 0) {
            held.addAndGet(-octets);
            byAccount.computeIfPresent(
                    account, (id, before) -> before > octets ? (Long) (before - octets) : null);
        }
    }
}
