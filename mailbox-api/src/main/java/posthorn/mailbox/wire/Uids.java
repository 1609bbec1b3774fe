package posthorn.mailbox.wire;

import java.util.List;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.account.UidSet;

/** UID sets as the repeated ranges of the wire. */
public final class Uids {

    private Uids() {}

    /** The ranges of a set, ascending. */
    public static List<posthorn.protocol.wire.UidRange> encode(UidSet uids) {
        return uids.ranges().stream()
                .map(range ->
                        posthorn.protocol.wire.UidRange.newBuilder()
                                .setFirst(range.first())
                                .setLast(range.last())
                                .build())
                .toList();
    }

    /**
     * The set of ranges that may come in any order and overlap.
     *
     * @throws IllegalArgumentException when a range is none
     */
    public static UidSet decode(List<posthorn.protocol.wire.UidRange> ranges) {
        return UidSet.of(
                ranges.stream()
                        .map(range -> new UidRange(range.getFirst(), range.getLast()))
                        .toList());
    }
}
