package posthorn.delivery.reports;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import posthorn.delivery.queue.AnswerLost;

/** Counts in memory. */
public final class MemoryReportCounts implements ReportCounts {

    private record Report(ReportKind kind, long day, String domain) {}

    private final Map<CountedRow, Long> counts = new HashMap<>();
    private final Map<Report, Long> claimed = new HashMap<>();
    private final Set<Report> done = new HashSet<>();

    /** Whether it does not answer. */
    public volatile boolean away;

    @Override
    public synchronized void add(List<CountedRow> rows) {
        if (away) {
            throw new AnswerLost("away");
        }
        rows.forEach(row -> counts.merge(key(row), row.count(), Long::sum));
    }

    private static CountedRow key(CountedRow row) {
        return new CountedRow(row.kind(), row.day(), row.domain(), row.row(), 0);
    }

    @Override
    public synchronized Optional<String> nextDomain(ReportKind kind, long day, String after) {
        return counts.keySet().stream()
                .filter(row -> row.kind() == kind && row.day() == day)
                .map(CountedRow::domain)
                .filter(domain -> domain.compareTo(after) > 0)
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized List<CountedRow> of(ReportKind kind, long day, String domain, int most) {
        return counts.entrySet().stream()
                .filter(each -> is(each.getKey(), kind, day, domain))
                .map(each ->
                        new CountedRow(kind, day, domain, each.getKey().row(), each.getValue()))
                .sorted(Comparator.comparing(CountedRow::row))
                .limit(most)
                .toList();
    }

    private static boolean is(CountedRow row, ReportKind kind, long day, String domain) {
        return row.kind() == kind && row.day() == day && row.domain().equals(domain);
    }

    @Override
    public synchronized boolean claim(
            ReportKind kind, long day, String domain, long now, long until) {
        Report report = new Report(kind, day, domain);
        if (done.contains(report) || claimed.getOrDefault(report, 0L) > now) {
            return false;
        }
        claimed.put(report, until);
        return true;
    }

    @Override
    public synchronized void done(ReportKind kind, long day, String domain, long now) {
        done.add(new Report(kind, day, domain));
        counts.keySet().removeIf(row -> is(row, kind, day, domain));
    }

    @Override
    public synchronized void expire(long day) {
        counts.keySet().removeIf(row -> row.day() < day);
        claimed.keySet().removeIf(report -> report.day() < day);
        done.removeIf(report -> report.day() < day);
    }
}
