package posthorn.delivery.reports;

import java.util.List;
import posthorn.delivery.queue.AnswerLost;

/** Reports of others, as long as they are kept. Every call may throw {@link AnswerLost}. */
public interface ReceivedReports {

    /** Keeps a report; the same one twice is one. */
    void put(ReceivedReport report);

    /** Reports on a domain, the latest first. */
    List<ReceivedReport> of(String domain, int most);

    /** Forgets those that came before, milliseconds since 1970. */
    void expire(long before);
}
