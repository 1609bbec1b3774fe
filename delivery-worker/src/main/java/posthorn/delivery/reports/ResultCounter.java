package posthorn.delivery.reports;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.queue.AnswerLost;

/**
 * Counts in memory until they are added to the store; bounded in rows. What finds no room is not
 * counted. Safe for all threads; counting waits for nothing.
 */
public final class ResultCounter {

    private final ReportCounts store;
    private final InstantSource clock;
    private final int most;
    private final Runnable dropped;
    private Map<CountedRow, Long> counts = new HashMap<>();

    /**
     * Nothing is counted.
     *
     * @param most rows in memory
     * @param dropped runs for each result that found no room
     */
    public ResultCounter(ReportCounts store, InstantSource clock, int most, Runnable dropped) {
        this.store = store;
        this.clock = clock;
        this.most = most;
        this.dropped = dropped;
    }

    /** Counts what happened now. */
    public void count(ReportKind kind, String domain, String row) {
        long day = TimeUnit.MILLISECONDS.toDays(clock.millis());
        CountedRow key = new CountedRow(kind, day, domain, row, 0);
        boolean room;
        synchronized (this) {
            room = counts.size() < most || counts.containsKey(key);
            if (room) {
                counts.merge(key, 1L, Long::sum);
            }
        }
        if (!room) {
            dropped.run();
        }
    }

    /** Rows in memory. */
    public synchronized int rows() {
        return counts.size();
    }

    /**
     * Adds what was counted to the store.
     *
     * @throws AnswerLost when the store does not answer; what was counted is kept
     */
    public void flush() {
        Map<CountedRow, Long> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        List<CountedRow> rows = new ArrayList<>();
        taken.forEach((key, count) ->
                rows.add(new CountedRow(key.kind(), key.day(), key.domain(), key.row(), count)));
        try {
            store.add(rows);
        } catch (AnswerLost e) {
            giveBack(taken);
            throw e;
        }
    }

    private synchronized Map<CountedRow, Long> take() {
        Map<CountedRow, Long> taken = counts;
        counts = new HashMap<>();
        return taken;
    }

    private synchronized void giveBack(Map<CountedRow, Long> taken) {
        taken.forEach((key, count) -> counts.merge(key, count, Long::sum));
    }
}
