package posthorn.imap.grammar;

import java.util.List;
import posthorn.frontend.store.UidSet;

/**
 * A sequence set as written (RFC 3501 §9 {@code sequence-set}): message sequence numbers or UIDs.
 *
 * @param ranges in the order written
 */
public record SequenceSet(List<Range> ranges) {

    /** Stands for {@code *}, the highest number in use. */
    public static final long STAR = Long.MAX_VALUE;

    /** Two numbers in any order, or {@link #STAR}; the same twice for a single one. */
    public record Range(long a, long b) {}

    /** The numbers meant when {@code *} is {@code highest}; 0 for an empty mailbox. */
    public UidSet resolve(long highest) {
        UidSet.Builder numbers = UidSet.builder();
        for (Range range : ranges) {
            long a = range.a == STAR ? highest : range.a;
            long b = range.b == STAR ? highest : range.b;
            long first = Math.max(1, Math.min(a, b));
            if (highest > 0 || (range.a != STAR && range.b != STAR)) {
                numbers.add(first, Math.max(a, b));
            }
        }
        return numbers.build();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Range range : ranges) {
            text.append(text.isEmpty() ? "" : ",").append(number(range.a));
            if (range.a != range.b) {
                text.append(':').append(number(range.b));
            }
        }
        return text.toString();
    }

    private static String number(long n) {
        return n == STAR ? "*" : Long.toString(n);
    }
}
