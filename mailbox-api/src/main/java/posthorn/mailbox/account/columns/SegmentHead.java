package posthorn.mailbox.account.columns;

/**
 * What is known of a segment without its parts.
 *
 * @param firstUid of its first row
 * @param lastUid of its last row
 * @param rows number of rows, expunged messages included
 * @param messages number of messages
 * @param unseen messages without \Seen
 * @param octets sum of the sizes of the messages
 * @param highestModSeq highest mod-sequence of a row
 * @param names where its parts are stored
 */
public record SegmentHead(
        long firstUid,
        long lastUid,
        int rows,
        int messages,
        int unseen,
        long octets,
        long highestModSeq,
        SegmentNames names) {
    static SegmentHead of(MessageColumns rows, FlagColumns flagColumns, SegmentNames names) {
        int messages = 0;
        int unseen = 0;
        long octets = 0;
        long highest = 0;
        for (int i = 0; i < rows.count(); i++) {
            long flags = flagColumns.flags()[i];
            highest = Math.max(highest, flagColumns.modSeqs()[i]);
            if (flags >= 0) {
                messages++;
                unseen += (flags & FlagColumns.SEEN) == 0 ? 1 : 0;
                octets += rows.sizes()[i];
            }
        }
        return new SegmentHead(
                rows.count() == 0 ? 0 : rows.uid(0),
                rows.count() == 0 ? 0 : rows.uid(rows.count() - 1),
                rows.count(),
                messages,
                unseen,
                octets,
                highest,
                names);
    }

    SegmentHead named(SegmentNames other) {
        return new SegmentHead(
                firstUid, lastUid, rows, messages, unseen, octets, highestModSeq, other);
    }

    /**
     * Whether it is the same messages with the same flagColumns, wherever they are stored: every
     * change raises a mod-sequence.
     */
    public boolean isSame(SegmentHead other) {
        return equals(other.named(names));
    }
}
