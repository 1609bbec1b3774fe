package posthorn.delivery.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import posthorn.delivery.ledger.LedgerCheck;
import posthorn.delivery.ledger.TransitSweep;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueueLookup.Closed;

/**
 * What one ledger of all does beside reading: it completes the traces of messages that left the
 * queue, and sweeps transit bodies. For the ledger's thread.
 */
public final class LedgerChores {

    private static final Logger LOG = Logger.getLogger(LedgerChores.class);
    private static final int PAGE = 500;

    /** Looked at in one run, so that reading the log goes on in time. */
    private static final int PAGES_AT_ONCE = 10;

    /**
     * Times.
     *
     * @param settle age of a closed document before its trace is looked at
     * @param lookBack how far a ledger that starts looks back for closed documents
     * @param sweepAfter age from which a transit body that nothing names is dropped
     * @param sweepEvery how often bodies are swept
     */
    public record Times(
            Duration settle, Duration lookBack, Duration sweepAfter, Duration sweepEvery) {}

    /** Where the log ended at a time. */
    private record End(long at, Map<TopicPartition, Long> offsets) {}

    private final LedgerCheck check;
    private final QueueLookup queue;
    private final TransitSweep sweep;
    private final Times times;
    private long closedFrom = -1;
    private End end = new End(0, Map.of());
    private long readUntil;
    private long sweptAt;

    /** Chores that were never done. */
    public LedgerChores(LedgerCheck check, QueueLookup queue, TransitSweep sweep, Times times) {
        this.check = check;
        this.queue = queue;
        this.sweep = sweep;
        this.times = times;
    }

    /**
     * Does what is due.
     *
     * @param now milliseconds since 1970
     * @return how many events were added to traces
     */
    int run(LogOffsets offsets, long now) {
        int added = complete(now);
        lookHowFarAllHaveRead(offsets, now);
        if (readUntil > 0 && now - sweptAt >= times.sweepEvery().toMillis()) {
            sweptAt = now;
            int dropped = sweep.sweep(readUntil - times.sweepAfter().toMillis());
            if (dropped > 0) {
                LOG.infof("%d transit bodies were dropped that nothing needs", dropped);
            }
        }
        return added;
    }

    private int complete(long now) {
        if (closedFrom < 0) {
            closedFrom = now - times.lookBack().toMillis();
        }
        long until = now - times.settle().toMillis();
        int added = 0;
        for (int pages = 0; pages < PAGES_AT_ONCE && closedFrom < until; pages++) {
            List<Closed> page = queue.closedBetween(closedFrom, until, PAGE);
            added += check.checkClosed(page.stream().map(Closed::document).toList(), now);
            if (page.size() < PAGE) {
                closedFrom = until;
            } else {
                long last = page.getLast().ended();
                closedFrom = page.getFirst().ended() == last ? last + 1 : last;
            }
        }
        return added;
    }

    /** All ledgers together have settled every record that was written until the end was noted. */
    private void lookHowFarAllHaveRead(LogOffsets offsets, long now) {
        Map<TopicPartition, Long> read = offsets.committed(ConsumerGroups.LEDGER);
        boolean all =
                !end.offsets().isEmpty()
                        && end.offsets().entrySet().stream()
                                .allMatch(each ->
                                        read.getOrDefault(each.getKey(), -1L) >= each.getValue());
        if (all) {
            readUntil = end.at();
        }
        if (all || end.offsets().isEmpty()) {
            end = new End(now, offsets.ends());
        }
    }
}
