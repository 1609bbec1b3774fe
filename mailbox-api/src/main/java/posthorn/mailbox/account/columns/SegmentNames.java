package posthorn.mailbox.account.columns;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Names under which the parts of a segment are stored; empty: that part is only in memory yet.
 *
 * @param rows name of the {@link Rows}
 * @param marks name of the {@link Marks}
 * @param facts name of the {@link FactsBlock}
 */
public record SegmentNames(String rows, String marks, String facts) {
    /** Nothing is stored. */
    public static final SegmentNames NONE = new SegmentNames("", "", "");

    /** Whether all parts are stored. */
    public boolean isComplete() {
        return !rows.isEmpty() && !marks.isEmpty() && !facts.isEmpty();
    }

    Set<String> missing(boolean noRows, boolean noMarks, boolean noFacts) {
        var names = new LinkedHashSet<String>();
        if (noRows) {
            names.add(rows);
        }
        if (noMarks) {
            names.add(marks);
        }
        if (noFacts) {
            names.add(facts);
        }
        return names;
    }

    /** Only those of the names that are among the stored ones. */
    SegmentNames trusting(Set<String> stored) {
        return new SegmentNames(
                stored.contains(rows) ? rows : "",
                stored.contains(marks) ? marks : "",
                stored.contains(facts) ? facts : "");
    }
}
