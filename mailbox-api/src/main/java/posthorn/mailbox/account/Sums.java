package posthorn.mailbox.account;

import posthorn.mailbox.account.columns.Segment;

/**
 * What a mailbox has in all, kept along with its segments: they are many, and few change at a time.
 *
 * @param messages those that are there
 * @param unseen those of them without {@code \Seen}
 * @param octets sum of their sizes
 */
record Sums(long messages, long unseen, long octets) {

    static final Sums NOTHING = new Sums(0, 0, 0);

    static Sums of(Segment[] segments) {
        Sums sums = NOTHING;
        for (var segment : segments) {
            sums = sums.plus(segment);
        }
        return sums;
    }

    Sums plus(Segment segment) {
        var head = segment.head();
        return new Sums(messages + head.messages(), unseen + head.unseen(), octets + head.octets());
    }

    Sums minus(Segment segment) {
        var head = segment.head();
        return new Sums(messages - head.messages(), unseen - head.unseen(), octets - head.octets());
    }
}
