package posthorn.delivery.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which workers are dead, as one worker sees it: those whose heartbeat count it has seen unchanged
 * for a time by its own monotonic clock. A worker that died before this one looked for the first
 * time is dead only after that time, too. An id is instance and incarnation, as in {@code
 * worker-0/k3fq}: when an instance starts anew, its earlier incarnations are dead at once.
 *
 * <p>For one thread.
 */
public final class DeadWorkers {

    private record Seen(long count, long sinceNanos) {}

    private final String self;
    private final long patienceNanos;
    private final Map<String, Seen> seen = new HashMap<>();

    /**
     * A view without any worker.
     *
     * @param self id of the worker that looks; it never counts as dead
     * @param patienceNanos how long a count has to stand still
     */
    public DeadWorkers(String self, long patienceNanos) {
        this.self = self;
        this.patienceNanos = patienceNanos;
    }

    /**
     * Takes the counts as they stand now.
     *
     * @param askedNanos this worker's monotonic clock before the counts were asked for
     * @param answeredNanos the same clock when they had come
     * @return ids of the workers that have lost their claims
     */
    public Set<String> dead(Map<String, Long> counts, long askedNanos, long answeredNanos) {
        seen.keySet().retainAll(counts.keySet());
        Set<String> dead = new TreeSet<>();
        counts.forEach((worker, count) -> {
            Seen before = seen.get(worker);
            if (before == null || before.count() != count) {
                before = new Seen(count, answeredNanos);
                seen.put(worker, before);
            }
            boolean still = askedNanos - before.sinceNanos() >= patienceNanos;
            if (!worker.equals(self) && (still || earlierIncarnation(worker))) {
                dead.add(worker);
            }
        });
        return dead;
    }

    private boolean earlierIncarnation(String worker) {
        int end = self.lastIndexOf('/');
        return end > 0 && worker.startsWith(self.substring(0, end + 1));
    }
}
