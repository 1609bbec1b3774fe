package posthorn.mailbox.account.log;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;

/** An entry on its way into the log, with the commands that are in it. */
final class Proposal {
    /** Where it stands. */
    enum Phase {
        /**
         * Bodies and segments are being stored for its number; nothing was sent, it may be changed.
         */
        PREPARING,
        /** To be sent, again or for the first time. */
        INSERT,
        /** Was sent, its fate is open. */
        LOOK
    }

    /** What is sent; the same every time. */
    Entry entry;

    Phase phase = Phase.PREPARING;

    /** Answers that become true with it. */
    final Map<PendingCommand, Result> results;

    /** Commands whose bodies it names. */
    final List<PendingCommand> adding;

    /** Segments that it names, content by name. */
    final Map<String, byte[]> segments;

    /** Segments that are being stored. */
    final Set<Long> segmentWrites = new HashSet<>();

    /** When it was decided, by the pod's monotonic clock. */
    final long since;

    /** How often it was sent without anything being known afterwards. */
    int attempts;

    Proposal(
            long since,
            Entry entry,
            Map<PendingCommand, Result> results,
            List<PendingCommand> adding,
            Map<String, byte[]> segments) {
        this.since = since;
        this.entry = entry;
        this.results = results;
        this.adding = adding;
        this.segments = segments;
    }

    boolean holds(PendingCommand pending) {
        return results.containsKey(pending);
    }
}
