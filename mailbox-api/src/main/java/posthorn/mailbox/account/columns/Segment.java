package posthorn.mailbox.account.columns;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Facts;
import posthorn.mailbox.account.UidRange;

/**
 * Messages of one mailbox with neighbouring UIDs. Immutable. Its head is always in memory; its
 * parts may have to be loaded: whoever needs one asks for it, and {@link SegmentsNeeded} says what
 * is missing.
 */
public final class Segment {
    private final SegmentHead head;
    private final @Nullable MessageColumns columns;
    private final @Nullable FlagColumns flagColumns;
    private final @Nullable FactsBlock facts;

    private Segment(
            SegmentHead head,
            @Nullable MessageColumns columns,
            @Nullable FlagColumns flagColumns,
            @Nullable FactsBlock facts) {
        this.head = head;
        this.columns = columns;
        this.flagColumns = flagColumns;
        this.facts = facts;
    }

    /** Segment of which only the head is known yet. */
    public static Segment stored(SegmentHead head) {
        return new Segment(head, null, null, null);
    }

    /** Segment that is not stored yet. */
    public static Segment of(MessageColumns columns, FlagColumns flagColumns, FactsBlock facts) {
        return new Segment(
                SegmentHead.of(columns, flagColumns, SegmentNames.NONE),
                columns,
                flagColumns,
                facts);
    }

    /** What is known without loading anything. */
    public SegmentHead head() {
        return head;
    }

    /** Whether message columns and flag columns are in memory. */
    public boolean isLoaded() {
        return columns != null && flagColumns != null;
    }

    /** Whether the facts are in memory. */
    public boolean hasFacts() {
        return facts != null;
    }

    /** Names of message columns and flag columns that have to be loaded. */
    public Set<String> missing() {
        return head.names().missing(columns == null, flagColumns == null, false);
    }

    /** Facts that have to be loaded. */
    public Set<String> missingFacts() {
        return head.names().missing(false, false, facts == null);
    }

    /** What never changes about the messages. */
    public MessageColumns columns() {
        if (columns == null) {
            throw new SegmentsNeeded(missing());
        }
        return columns;
    }

    /** Flags and mod-sequences of the messages. */
    public FlagColumns flagColumns() {
        if (flagColumns == null) {
            throw new SegmentsNeeded(missing());
        }
        return flagColumns;
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
        return columns().uid(row);
    }

    public boolean isGone(int row) {
        return flagColumns().flags()[row] < 0;
    }

    /** Facts of a row. */
    public Facts facts(int row) {
        return facts().get(row);
    }

    /** Row of a UID that is there; -1: none. */
    public int row(long uid) {
        int row = columns().firstNotBefore(uid);
        return row < columns().count() && columns().uid(row) == uid && !isGone(row) ? row : -1;
    }

    /** Row of the first UID that is not below. */
    public int firstNotBefore(long uid) {
        return columns().firstNotBefore(uid);
    }

    /** The same messages with other flags. */
    public Segment with(FlagColumns changed) {
        var names = new SegmentNames(head.names().columns(), "", head.names().facts());
        return new Segment(SegmentHead.of(columns(), changed, names), columns, changed, facts);
    }

    /** These messages, then others. */
    public Segment append(Segment more) {
        return of(
                columns().append(more.columns()),
                flagColumns().append(more.flagColumns()),
                facts().append(more.facts()));
    }

    /** The same, as it is stored under the names. */
    public Segment named(SegmentNames names) {
        return new Segment(head.named(names), columns, flagColumns, facts);
    }

    /** The same with those parts in memory whose content is given. */
    public Segment load(Map<String, byte[]> contents) {
        var columnsContent = contents.get(head.names().columns());
        var flagsContent = contents.get(head.names().flags());
        var factsContent = contents.get(head.names().facts());
        if (columnsContent == null && flagsContent == null && factsContent == null) {
            return this;
        }
        return new Segment(
                head,
                columns == null && columnsContent != null
                        ? SegmentCodec.columns(columnsContent)
                        : columns,
                flagColumns == null && flagsContent != null
                        ? SegmentCodec.flagColumns(flagsContent)
                        : flagColumns,
                facts == null && factsContent != null ? SegmentCodec.facts(factsContent) : facts);
    }

    /** The same with names only of parts that are not in memory or known to be stored. */
    public Segment trusting(Set<String> stored) {
        var names = head.names().trusting(stored);
        boolean lost =
                (columns == null && names.columns().isEmpty())
                        || (flagColumns == null && names.flags().isEmpty())
                        || (facts == null && names.facts().isEmpty());
        return lost || names.equals(head.names()) ? this : named(names);
    }

    /**
     * The messages of neighbouring segments that are there, in one that is not stored; all parts
     * are in memory.
     */
    public static Segment merged(List<Segment> segments) {
        return excerpt(segments, 1, UidRange.MAX_UID, -1, true);
    }

    /**
     * The messages with UIDs from {@code first} to {@code last} that are there in neighbouring
     * segments, in one that is not stored; without rows when there are none.
     *
     * @param bits flags that are kept, by their bits
     * @param withFacts whether it has facts, too; they are in memory then
     */
    public static Segment excerpt(
            List<Segment> segments, long first, long last, long bits, boolean withFacts) {
        var all = new SegmentBuilder(withFacts);
        for (var segment : segments) {
            int count = segment.columns().count();
            int row = segment.firstNotBefore(first);
            for (; row < count && segment.uid(row) <= last; row++) {
                if (!segment.isGone(row)) {
                    all.add(segment, row, bits);
                }
            }
        }
        return all.build();
    }

    /** Segment that is not stored, of columns that are in memory; without facts when null. */
    static Segment inMemory(
            MessageColumns columns, FlagColumns flagColumns, @Nullable FactsBlock facts) {
        return new Segment(
                SegmentHead.of(columns, flagColumns, SegmentNames.NONE),
                columns,
                flagColumns,
                facts);
    }

    /** The same without facts that are stored. */
    public Segment withoutFacts() {
        return facts == null || head.names().facts().isEmpty()
                ? this
                : new Segment(head, columns, flagColumns, null);
    }
}
