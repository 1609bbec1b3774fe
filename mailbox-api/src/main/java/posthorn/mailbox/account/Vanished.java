package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.List;

/**
 * Expunged UIDs of a mailbox, for QRESYNC (RFC 7162 §3.2.5.1). Bounded: old groups are joined under
 * their newest mod-sequence, and ranges that have become too many under one range that covers them.
 * So it may name too much, never too little; {@link Mailbox#vanishedSince} takes out what is there.
 * Immutable.
 *
 * @param groups by ascending mod-sequence
 */
public record Vanished(List<Group> groups) {
    /** Nothing was expunged. */
    public static final Vanished NOTHING = new Vanished(List.of());

    private static final int MAX_GROUPS = 256;
    private static final int MAX_RANGES = 4096;

    /**
     * What one command expunged.
     *
     * @param modSeq of the command, or of the newest of those joined
     */
    public record Group(long modSeq, UidSet uids) {}

    public Vanished {
        groups = List.copyOf(groups);
    }

    Vanished with(long modSeq, UidSet uids) {
        var all = new ArrayList<Group>(groups.size() + 1);
        if (groups.size() < MAX_GROUPS) {
            all.addAll(groups);
        } else {
            var old = groups.subList(0, MAX_GROUPS / 2);
            all.add(new Group(old.getLast().modSeq(), joined(old)));
            all.addAll(groups.subList(MAX_GROUPS / 2, groups.size()));
        }
        all.add(new Group(modSeq, bounded(uids)));
        return new Vanished(all);
    }

    /**
     * UIDs expunged after the mod-sequence, and perhaps some that are there or vanished earlier.
     */
    public UidSet since(long modSeq) {
        return joined(groups.stream().filter(group -> group.modSeq() > modSeq).toList());
    }

    private static UidSet joined(List<Group> groups) {
        var ranges = new ArrayList<UidRange>();
        groups.forEach(group -> ranges.addAll(group.uids().ranges()));
        return bounded(UidSet.of(ranges));
    }

    private static UidSet bounded(UidSet uids) {
        return uids.size() <= MAX_RANGES
                ? uids
                : UidSet.range(uids.first(0), uids.last(uids.size() - 1));
    }
}
