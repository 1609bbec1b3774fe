package posthorn.delivery.pace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.pace.LocalSite.Report;
import posthorn.delivery.queue.AnswerLost;

/**
 * Brings a worker's pace and what all workers know together, again and again: tells what became of
 * its attempts, and renews its shares. A round is three commands at most, for however many sites
 * and messages. For one thread.
 */
public final class PaceRounds {

    /** Sites of one round, at most. */
    private static final int LIMIT = 500;

    private final SharedPace pace;
    private final PaceStore store;
    private final String worker;
    private final PaceLimits limits;
    private final LongSupplier monotonicNanos;
    private final LostHolders lost;

    /**
     * No round was made.
     *
     * @param worker id of the worker
     * @param monotonicNanos a clock that never goes back, in nanoseconds
     */
    public PaceRounds(
            SharedPace pace,
            PaceStore store,
            String worker,
            PaceLimits limits,
            LongSupplier monotonicNanos) {
        this.pace = pace;
        this.store = store;
        this.worker = worker;
        this.limits = limits;
        this.monotonicNanos = monotonicNanos;
        this.lost = new LostHolders(worker, limits.lease().multipliedBy(2).toNanos());
    }

    /**
     * One round. What does not get through, since another worker wrote at the same time, is told in
     * the next one.
     *
     * @return sites whose share was renewed
     * @throws AnswerLost when the store is away; shares run out then
     */
    public int round() {
        long asked = monotonicNanos.getAsLong();
        List<Report> reports = pace.due(LIMIT);
        if (reports.isEmpty()) {
            return 0;
        }
        List<String> names = reports.stream().map(Report::site).toList();
        Map<String, SiteRecord> found = store.read(names);
        long answered = monotonicNanos.getAsLong();
        Map<String, SiteRecord> next = new LinkedHashMap<>();
        List<Report> telling = new ArrayList<>();
        for (Report report : reports) {
            SiteRecord record = found.get(report.site());
            if (record == null && report.alone()) {
                pace.alone(report.site(), asked);
            } else {
                telling.add(report);
                next.put(report.site(), turn(report, record, asked, answered));
            }
        }
        int told = tell(telling, next, asked);
        lost.keep(pace.shared());
        return told;
    }

    private SiteRecord turn(Report report, @Nullable SiteRecord found, long asked, long answered) {
        SiteRecord record = found == null ? SiteRecord.unknown(report.site(), limits) : found;
        Set<String> gone = lost.of(record, asked, answered);
        return record.turn(worker, report.want(), report.replies(), report.seen(), gone, limits);
    }

    private int tell(List<Report> reports, Map<String, SiteRecord> next, long asked) {
        Set<String> written = next.isEmpty() ? Set.of() : store.replace(worker, next.values());
        for (Report report : reports) {
            SiteRecord record = next.get(report.site());
            if (record != null && written.contains(report.site())) {
                pace.told(report, record, worker, asked);
            }
        }
        return written.size();
    }
}
