package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.Change.AddedMessage;
import posthorn.mailbox.account.Change.FlagsOf;
import posthorn.mailbox.account.columns.FlagColumns;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.account.columns.SegmentsNeeded;

/** A mailbox at one entry of the log. Immutable; shares unchanged segments with its predecessor. */
public final class Mailbox {
    /** New messages are added to the last segment up to this many rows: it is copied for each. */
    private static final int TAIL_ROWS = 256;

    private final MailboxHead head;
    private final Segment[] segments;
    private final Vanished vanished;
    private final MailboxTotals sums;

    private Mailbox(MailboxHead head, Segment[] segments, Vanished vanished, MailboxTotals sums) {
        this.head = head;
        this.segments = segments;
        this.vanished = vanished;
        this.sums = sums;
    }

    /** Mailbox from its parts; segments by ascending UID. */
    public static Mailbox of(MailboxHead head, List<Segment> segments, Vanished vanished) {
        var all = segments.toArray(Segment[]::new);
        return new Mailbox(head, all, vanished, MailboxTotals.of(all));
    }

    static Mailbox created(Change.MailboxCreated created) {
        var head =
                new MailboxHead(
                        created.mailbox(),
                        created.name(),
                        created.uidValidity(),
                        1,
                        1,
                        created.modSeq(),
                        created.specialUse(),
                        FlagTable.EMPTY);
        return new Mailbox(head, new Segment[0], Vanished.NOTHING, MailboxTotals.NOTHING);
    }

    public MailboxHead head() {
        return head;
    }

    /** Segments by ascending UID; they hold rows of expunged messages, too. */
    public List<Segment> segments() {
        return Arrays.asList(segments);
    }

    public Vanished vanished() {
        return vanished;
    }

    public long messages() {
        return sums.messages();
    }

    public long unseen() {
        return sums.unseen();
    }

    /** Sum of the sizes of all messages. */
    public long octets() {
        return sums.octets();
    }

    /** Segments that have messages with these UIDs. */
    public List<Segment> touched(UidSet uids) {
        var touched = new ArrayList<Segment>();
        for (int i = firstTouched(uids); i < segments.length && reaches(uids, i); i++) {
            if (touches(uids, i)) {
                touched.add(segments[i]);
            }
        }
        return touched;
    }

    /** Index of the first segment that does not lie below all of the UIDs. */
    private int firstTouched(UidSet uids) {
        if (uids.isEmpty()) {
            return segments.length;
        }
        int low = 0;
        int high = segments.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments[middle].head().lastUid() < uids.first(0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a segment does not lie above all of the UIDs. */
    private boolean reaches(UidSet uids, int segment) {
        return segments[segment].head().firstUid() <= uids.last(uids.size() - 1);
    }

    private boolean touches(UidSet uids, int segment) {
        var head = segments[segment].head();
        return uids.touches(head.firstUid(), head.lastUid());
    }

    /**
     * Calls back for each message with one of the UIDs, ascending.
     *
     * @throws SegmentsNeeded when rows or flagColumns have to be loaded first
     */
    public void forEach(UidSet uids, MessageVisitor visitor) {
        var touched = touched(uids);
        require(touched, false);
        for (var segment : touched) {
            visit(segment, uids, visitor);
        }
    }

    private static void visit(Segment segment, UidSet uids, MessageVisitor visitor) {
        int rows = segment.columns().count();
        long last = segment.head().lastUid();
        int range = uids.firstNotBefore(segment.head().firstUid());
        for (; range < uids.size() && uids.first(range) <= last; range++) {
            int row = segment.firstNotBefore(uids.first(range));
            for (; row < rows && segment.uid(row) <= uids.last(range); row++) {
                if (!segment.isGone(row)) {
                    visitor.visit(segment, row);
                }
            }
        }
    }

    /** Calls back for a message. */
    @FunctionalInterface
    public interface MessageVisitor {
        /** One message: the row of a loaded segment. */
        void visit(Segment segment, int row);
    }

    /**
     * Asks for rows and flagColumns of the segments, and for facts if wanted.
     *
     * @throws SegmentsNeeded naming all that is missing
     */
    public static void require(List<Segment> wanted, boolean facts) {
        var names = new LinkedHashSet<String>();
        for (var segment : wanted) {
            names.addAll(segment.missing());
            if (facts) {
                names.addAll(segment.missingFacts());
            }
        }
        if (!names.isEmpty()) {
            throw new SegmentsNeeded(names);
        }
    }

    /**
     * UIDs that vanished after the mod-sequence (RFC 7162 §3.2.5.1), and perhaps some that vanished
     * earlier.
     */
    public UidSet vanishedSince(long modSeq) {
        var gone = vanished.since(modSeq);
        var there = new UidSet.Builder();
        forEach(gone, (segment, row) -> there.add(segment.uid(row)));
        return UidSets.without(gone, there.build());
    }

    Mailbox with(MailboxHead other) {
        return new Mailbox(other, segments, vanished, sums);
    }

    /** The same with other versions of its segments. */
    public Mailbox map(UnaryOperator<Segment> change) {
        var changed = new Segment[segments.length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = change.apply(segments[i]);
        }
        return new Mailbox(head, changed, vanished, MailboxTotals.of(changed));
    }

    Mailbox add(long modSeq, List<AddedMessage> added) {
        var table = head.flags();
        for (var message : added) {
            table = table.with(message.flags());
        }
        long next = added.getLast().uid() + 1;
        return add(modSeq, NewSegment.of(added, table, modSeq), table, next);
    }

    Mailbox add(long modSeq, Segment more, FlagTable table, long uidNext) {
        if (more.uid(0) < head.uidNext()) {
            throw new IllegalStateException("UID " + more.uid(0) + " was given before");
        }
        int last = segments.length - 1;
        boolean joins =
                last >= 0
                        && segments[last].isLoaded()
                        && segments[last].hasFacts()
                        && segments[last].head().rows() + more.head().rows() <= TAIL_ROWS;
        var changed = Arrays.copyOf(segments, joins ? last + 1 : last + 2);
        changed[changed.length - 1] = joins ? segments[last].append(more) : more;
        return new Mailbox(head.after(modSeq, uidNext, table), changed, vanished, sums.plus(more));
    }

    Mailbox withFlags(long modSeq, List<FlagsOf> groups) {
        var table = head.flags();
        for (var group : groups) {
            table = table.with(group.flags());
        }
        var all = UidSets.union(groups.stream().map(FlagsOf::uids).toList());
        require(touched(all), false);
        var changed = segments.clone();
        var after = sums;
        for (int i = firstTouched(all); i < changed.length && reaches(all, i); i++) {
            if (touches(all, i)) {
                changed[i] = withFlags(segments[i], groups, table, modSeq);
                after = after.minus(segments[i]).plus(changed[i]);
            }
        }
        return new Mailbox(head.after(modSeq, head.uidNext(), table), changed, vanished, after);
    }

    private static Segment withFlags(
            Segment segment, List<FlagsOf> groups, FlagTable table, long modSeq) {
        var flagColumns = segment.flagColumns().copy();
        for (var group : groups) {
            long bits = table.bits(group.flags());
            visit(
                    segment,
                    group.uids(),
                    (same, row) -> {
                        flagColumns.flags()[row] = bits;
                        flagColumns.modSeqs()[row] = modSeq;
                    });
        }
        return segment.with(flagColumns);
    }

    Mailbox expunge(long modSeq, UidSet uids) {
        require(touched(uids), false);
        var changed = new ArrayList<>(Arrays.asList(segments));
        var after = sums;
        for (int i = firstTouched(uids); i < segments.length && reaches(uids, i); i++) {
            if (touches(uids, i)) {
                changed.set(i, expunged(segments[i], uids, modSeq));
                after = after.minus(segments[i]).plus(changed.get(i));
            }
        }
        changed.removeIf(segment -> segment.head().messages() == 0);
        return new Mailbox(
                head.after(modSeq, head.uidNext(), head.flags()),
                changed.toArray(Segment[]::new),
                vanished.with(modSeq, uids),
                after);
    }

    private static Segment expunged(Segment segment, UidSet uids, long modSeq) {
        var flagColumns = segment.flagColumns().copy();
        visit(
                segment,
                uids,
                (same, row) -> {
                    flagColumns.flags()[row] = FlagColumns.GONE;
                    flagColumns.modSeqs()[row] = modSeq;
                });
        return segment.with(flagColumns);
    }
}
