package posthorn.mailbox.account.columns;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Names under which the parts of a segment are stored; empty: that part is only in memory yet.
 *
 * @param columns name of the {@link MessageColumns}
 * @param flags name of the {@link FlagColumns}
 * @param facts name of the {@link FactsBlock}
 */
public record SegmentNames(String columns, String flags, String facts) {
    /** Nothing is stored. */
    public static final SegmentNames NONE = new SegmentNames("", "", "");

    /** Whether all parts are stored. */
    public boolean isComplete() {
        return !columns.isEmpty() && !flags.isEmpty() && !facts.isEmpty();
    }

    /** Whether a part is stored under one of these names. */
    public boolean isAny(Set<String> stored) {
        return stored.contains(columns) || stored.contains(flags) || stored.contains(facts);
    }

    Set<String> missing(boolean noColumns, boolean noFlags, boolean noFacts) {
        var names = new LinkedHashSet<String>();
        if (noColumns) {
            names.add(columns);
        }
        if (noFlags) {
            names.add(flags);
        }
        if (noFacts) {
            names.add(facts);
        }
        return names;
    }

    /** Only those of the names that are among the stored ones. */
    SegmentNames trusting(Set<String> stored) {
        return new SegmentNames(
                stored.contains(columns) ? columns : "",
                stored.contains(flags) ? flags : "",
                stored.contains(facts) ? facts : "");
    }
}
