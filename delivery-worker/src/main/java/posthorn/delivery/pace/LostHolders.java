package posthorn.delivery.pace;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import posthorn.delivery.pace.SiteRecord.Holder;

/**
 * Which workers have lost their shares, as one worker sees it: those whose turn it has seen stand
 * still for two leases by its own monotonic clock. By then the lease is over for its holder, too,
 * who counts it from before the answer. For one thread.
 */
final class LostHolders {

    private record Seen(long turn, long sinceNanos) {}

    private final String self;
    private final long patienceNanos;
    private final Map<String, Map<String, Seen>> seen = new HashMap<>();

    LostHolders(String self, long patienceNanos) {
        this.self = self;
        this.patienceNanos = patienceNanos;
    }

    /**
     * Takes a record as it stands now.
     *
     * @param askedNanos this worker's clock before it was asked for
     * @param answeredNanos the same clock when it had come
     */
    Set<String> of(SiteRecord record, long askedNanos, long answeredNanos) {
        Map<String, Seen> before = seen.getOrDefault(record.site(), Map.of());
        Map<String, Seen> now = new HashMap<>();
        Set<String> lost = new HashSet<>();
        for (Holder holder : record.holders()) {
            Seen last = before.get(holder.worker());
            if (last == null || last.turn() != holder.turn()) {
                last = new Seen(holder.turn(), answeredNanos);
            }
            now.put(holder.worker(), last);
            if (!holder.worker().equals(self) && askedNanos - last.sinceNanos() >= patienceNanos) {
                lost.add(holder.worker());
            }
        }
        seen.put(record.site(), now);
        return lost;
    }

    /** Forgets what was seen of other sites. */
    void keep(Collection<String> sites) {
        seen.keySet().retainAll(sites);
    }
}
