package posthorn.delivery;

import java.time.Duration;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Times at which something in the queue becomes due, as far as they are known: those of the next
 * minutes, in steps, so that they are few however much is due. What is due later is found by the
 * runs in between. Times are milliseconds since 1970. For one thread at a time.
 */
final class PlannedQueueRuns {

    private static final long STEP = 100;
    private static final long AHEAD = Duration.ofMinutes(10).toMillis();

    private final NavigableSet<Long> times = new TreeSet<>();

    /** Something is due at that time; false: that is too far ahead to be remembered. */
    boolean add(long when, long now) {
        if (when > now + AHEAD) {
            return false;
        }
        times.add(Math.ceilDiv(Math.max(when, now), STEP) * STEP);
        return true;
    }

    /** Milliseconds until the first of them, 0 when it has come; at most {@code most}. */
    long untilNext(long now, long most) {
        return times.isEmpty() ? most : Math.clamp(times.first() - now, 0, most);
    }

    /** A run begins: what was due until now is done by it. */
    void runs(long now) {
        times.headSet(now, true).clear();
    }
}
