package posthorn.mailbox.account.columns;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Facts;

/**
 * Messages of one mailbox with neighbouring UIDs. Immutable. Its head is always in memory; its
 * parts may have to be loaded: whoever needs one asks for it, and {@link SegmentsNeeded} says what
 * is missing.
 */
public final class Segment {
    private final SegmentHead head;
    private final @Nullable Rows rows;
    private final @Nullable Marks marks;
    private final @Nullable FactsBlock facts;

    private Segment(
            SegmentHead head,
            @Nullable Rows rows,
            @Nullable Marks marks,
            @Nullable FactsBlock facts) {
        this.head = head;
        this.rows = rows;
        this.marks = marks;
        this.facts = facts;
    }

    /** Segment of which only the head is known yet. */
    public static Segment stored(SegmentHead head) {
        return new Segment(head, null, null, null);
    }

    /** Segment that is not stored yet. */
    public static Segment of(Rows rows, Marks marks, FactsBlock facts) {
        return new Segment(SegmentHead.of(rows, marks, SegmentNames.NONE), rows, marks, facts);
    }

    /** What is known without loading anything. */
    public SegmentHead head() {
        return head;
    }

    /** Whether rows and marks are in memory. */
    public boolean isLoaded() {
        return rows != null && marks != null;
    }

    /** Whether the facts are in memory. */
    public boolean hasFacts() {
        return facts != null;
    }

    /** Rows and marks that have to be loaded. */
    public Set<String> missing() {
        return head.names().missing(rows == null, marks == null, false);
    }

    /** Facts that have to be loaded. */
    public Set<String> missingFacts() {
        return head.names().missing(false, false, facts == null);
    }

    public Rows rows() {
        if (rows == null) {
            throw new SegmentsNeeded(missing());
        }
        return rows;
    }

    public Marks marks() {
        if (marks == null) {
            throw new SegmentsNeeded(missing());
        }
        return marks;
    }

    /** Facts of all rows. */
    public FactsBlock facts() {
        if (facts == null) {
            throw new SegmentsNeeded(missingFacts());
        }
        return facts;
    }

    /** UID of a row. */
    public long uid(int row) {
        return rows().uid(row);
    }

    public boolean isGone(int row) {
        return marks().flags()[row] < 0;
    }

    /** Facts of a row. */
    public Facts facts(int row) {
        return facts().get(row);
    }

    /** Row of a UID that is there; -1: none. */
    public int row(long uid) {
        int row = rows().firstNotBefore(uid);
        return row < rows().count() && rows().uid(row) == uid && !isGone(row) ? row : -1;
    }

    /** Row of the first UID that is not below. */
    public int firstNotBefore(long uid) {
        return rows().firstNotBefore(uid);
    }

    /** The same messages with other marks. */
    public Segment with(Marks changed) {
        var names = new SegmentNames(head.names().rows(), "", head.names().facts());
        return new Segment(SegmentHead.of(rows(), changed, names), rows, changed, facts);
    }

    /** These messages, then others. */
    public Segment append(Segment more) {
        return of(
                rows().append(more.rows()),
                marks().append(more.marks()),
                facts().append(more.facts()));
    }

    /** The same, as it is stored under the names. */
    public Segment named(SegmentNames names) {
        return new Segment(head.named(names), rows, marks, facts);
    }

    /** The same with those parts in memory whose content is given. */
    public Segment load(Map<String, byte[]> contents) {
        var rowsContent = contents.get(head.names().rows());
        var marksContent = contents.get(head.names().marks());
        var factsContent = contents.get(head.names().facts());
        if (rowsContent == null && marksContent == null && factsContent == null) {
            return this;
        }
        return new Segment(
                head,
                rows == null && rowsContent != null ? SegmentCodec.rows(rowsContent) : rows,
                marks == null && marksContent != null ? SegmentCodec.marks(marksContent) : marks,
                facts == null && factsContent != null ? SegmentCodec.facts(factsContent) : facts);
    }

    /** The same with names only of parts that are not in memory or known to be stored. */
    public Segment trusting(Set<String> stored) {
        var names = head.names().trusting(stored);
        boolean lost =
                (rows == null && names.rows().isEmpty())
                        || (marks == null && names.marks().isEmpty())
                        || (facts == null && names.facts().isEmpty());
        return lost || names.equals(head.names()) ? this : named(names);
    }

    /**
     * The messages of neighbouring segments that are there, in one that is not stored; all parts
     * are in memory.
     */
    public static Segment merged(List<Segment> segments) {
        int count = segments.stream().mapToInt(segment -> segment.head().messages()).sum();
        var rows = Rows.of(count);
        var bodies = new String[count];
        var flags = new long[count];
        var modSeqs = new long[count];
        var facts = new Facts[count];
        int to = 0;
        for (var segment : segments) {
            for (int row = 0; row < segment.rows().count(); row++) {
                if (!segment.isGone(row)) {
                    rows.uids()[to] = segment.rows().uids()[row];
                    rows.sizes()[to] = segment.rows().sizes()[row];
                    rows.dates()[to] = segment.rows().dates()[row];
                    bodies[to] = segment.rows().bodies().get(row);
                    flags[to] = segment.marks().flags()[row];
                    modSeqs[to] = segment.marks().modSeqs()[row];
                    facts[to++] = segment.facts(row);
                }
            }
        }
        return of(rows.with(bodies), new Marks(flags, modSeqs), FactsBlock.of(facts));
    }

    /** The same without facts that are stored. */
    public Segment withoutFacts() {
        return facts == null || head.names().facts().isEmpty()
                ? this
                : new Segment(head, rows, marks, null);
    }
}
