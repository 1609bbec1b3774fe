package posthorn.mailbox.account;

import posthorn.mailbox.account.columns.Segment;

/**
 * What a mailbox has in all, kept along with its segments: they are many, and few change at a time.
 *
 * @param messages those that are there
 * @param unseen those of them without {@code \Seen}
 * @param octets sum of their sizes
 */
record MailboxTotals(long messages, long unseen, long octets) {

    static final MailboxTotals NOTHING = new MailboxTotals(0, 0, 0);

    static MailboxTotals of(Segment[] segments) {
        MailboxTotals sums = NOTHING;
        for (var segment : segments) {
            sums = sums.plus(segment);
        }
        return sums;
    }

    MailboxTotals plus(Segment segment) {
        var head = segment.head();
        return new MailboxTotals(
                messages + head.messages(), unseen + head.unseen(), octets + head.octets());
    }

    MailboxTotals minus(Segment segment) {
        var head = segment.head();
        return new MailboxTotals(
                messages - head.messages(), unseen - head.unseen(), octets - head.octets());
    }
}
