package posthorn.mailbox.account.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.account.columns.SegmentCodec;
import posthorn.mailbox.account.columns.SegmentNames;

/**
 * What has to be written so that a state can be read without its history: parts of segments that
 * are not stored, and neighbouring segments merged so that each is at least twice as large as the
 * next one. So a message is rewritten a number of times that grows with the logarithm of the
 * mailbox, and an old segment only when its flags change.
 */
final class CheckpointPlan {
    /** Messages that a segment may have when it is merged. */
    private static final int MERGED_MESSAGES = 2048;

    private final String id;
    private final long n;
    private final long sweep;
    private final Map<String, byte[]> segments = new HashMap<>();
    private final Set<String> needed = new LinkedHashSet<>();
    private final Layout layout = new Layout();
    private int parts;

    private CheckpointPlan(String id, long n, long sweep) {
        this.id = id;
        this.n = n;
        this.sweep = sweep;
    }

    /** What came of planning. */
    sealed interface Planned {
        /** Segments have to be loaded first. */
        record Needs(Set<String> segments) implements Planned {}

        /**
         * To be written, segments first.
         *
         * @param root name of the segment with the root
         * @param segments content by name, with the root
         * @param layout gives the same or a later state the segments of the checkpoint
         */
        record Ready(String root, Map<String, byte[]> segments, Layout layout) implements Planned {}
    }

    /**
     * Plans the checkpoint of a state.
     *
     * @param stored names that the manifest names: no other one counts as stored
     * @param id of this checkpoint, never used before
     */
    static Planned plan(AccountState state, Set<String> stored, String id, long sweep) {
        var trusted = state.map(segment -> segment.trusting(stored));
        var lost = new LinkedHashSet<>(StateCodec.names(trusted));
        lost.removeAll(stored);
        if (!lost.isEmpty()) {
            return new Planned.Needs(lost);
        }
        var plan = new CheckpointPlan(id, state.n(), sweep);
        var written = trusted;
        for (var mailbox : trusted.mailboxes()) {
            written = written.with(plan.laid(mailbox));
        }
        if (!plan.needed.isEmpty()) {
            return new Planned.Needs(plan.needed);
        }
        var root = plan.name("root");
        plan.segments.put(root, StateCodec.encode(written));
        return new Planned.Ready(root, plan.segments, plan.layout);
    }

    private Mailbox laid(Mailbox mailbox) {
        var laid = new ArrayList<Segment>();
        for (var group : groups(mailbox.segments())) {
            var first = group.getFirst();
            boolean hollow = first.head().messages() < first.head().rows() / 2;
            if (group.size() == 1 && !hollow && first.head().names().isComplete()) {
                laid.add(first);
            } else if (group.size() == 1 && !hollow) {
                laid.add(replace(mailbox, group, store(first)));
            } else if (isInMemory(group)) {
                laid.add(replace(mailbox, group, store(Segment.merged(group))));
            }
        }
        return Mailbox.of(mailbox.head(), laid, mailbox.vanished());
    }

    private Segment replace(Mailbox mailbox, List<Segment> old, Segment by) {
        var lean = by.withoutFacts();
        layout.replace(mailbox.head().number(), old, lean);
        return lean;
    }

    private boolean isInMemory(List<Segment> group) {
        var missing = new LinkedHashSet<String>();
        for (var segment : group) {
            missing.addAll(segment.missing());
            missing.addAll(segment.missingFacts());
        }
        needed.addAll(missing);
        return missing.isEmpty();
    }

    private static List<List<Segment>> groups(List<Segment> segments) {
        var groups = new ArrayList<List<Segment>>();
        for (var segment : segments) {
            groups.add(new ArrayList<>(List.of(segment)));
            while (groups.size() > 1 && belongTogether(groups)) {
                var last = groups.removeLast();
                groups.getLast().addAll(last);
            }
        }
        return groups;
    }

    private static boolean belongTogether(List<List<Segment>> groups) {
        long last = messages(groups.getLast());
        long before = messages(groups.get(groups.size() - 2));
        return before < 2 * last && before + last <= MERGED_MESSAGES;
    }

    private static long messages(List<Segment> group) {
        return group.stream().mapToLong(segment -> segment.head().messages()).sum();
    }

    private Segment store(Segment segment) {
        var names = segment.head().names();
        return segment.named(
                new SegmentNames(
                        names.columns().isEmpty()
                                ? put(SegmentCodec.encode(segment.columns()))
                                : names.columns(),
                        names.flags().isEmpty()
                                ? put(SegmentCodec.encode(segment.flagColumns()))
                                : names.flags(),
                        names.facts().isEmpty()
                                ? put(SegmentCodec.encode(segment.facts()))
                                : names.facts()));
    }

    private String put(byte[] content) {
        var name = name(Integer.toString(parts++));
        segments.put(name, content);
        return name;
    }

    private String name(String part) {
        return SegmentName.of(id, part, n, sweep);
    }
}
