package posthorn.delivery.reports;

import java.util.List;
import java.util.Optional;
import posthorn.delivery.queue.AnswerLost;

/** What was counted, until it was reported. Every call may throw {@link AnswerLost}. */
public interface ReportCounts {

    /** Adds counts to those that there are. */
    void add(List<CountedRow> rows);

    /**
     * The next domain with counts of a day, in some order.
     *
     * @param after the one before; empty: the first one
     */
    Optional<String> nextDomain(ReportKind kind, long day, String after);

    /** Counts of a domain on a day, at most {@code most}. */
    List<CountedRow> of(ReportKind kind, long day, String domain, int most);

    /**
     * Claims a report: nobody else has it until then, and nobody has sent it.
     *
     * @param until milliseconds since 1970
     */
    boolean claim(ReportKind kind, long day, String domain, long now, long until);

    /** The report was sent, or nobody wants it: nobody claims it again. */
    void done(ReportKind kind, long day, String domain, long now);

    /** Forgets everything of the days before. */
    void expire(long day);
}
