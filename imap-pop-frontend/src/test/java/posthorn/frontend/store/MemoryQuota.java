package posthorn.frontend.store;

import java.util.Collection;

/** What an account in memory may hold; 0: no limit. */
record MemoryQuota(long octets, long messages) {

    QuotaUsage usage(Collection<MemoryMailbox> mailboxes) {
        return new QuotaUsage(
                mailboxes.stream().mapToLong(m -> m.head().octets()).sum(),
                octets,
                mailboxes.stream().mapToLong(m -> m.head().messages()).sum(),
                messages);
    }

    /** Whether so much more does not fit. */
    boolean isOver(Collection<MemoryMailbox> mailboxes, long moreOctets, long moreMessages) {
        QuotaUsage now = usage(mailboxes);
        return (octets > 0 && now.octets() + moreOctets > octets)
                || (messages > 0 && now.messages() + moreMessages > messages);
    }
}
