package posthorn.frontend.store;

/**
 * What an account holds and may hold.
 *
 * @param octets of all messages
 * @param octetsLimit 0: no limit
 * @param messages in all mailboxes
 * @param messagesLimit 0: no limit
 */
public record QuotaUsage(long octets, long octetsLimit, long messages, long messagesLimit) {

    /** Whether there is any limit. */
    public boolean isLimited() {
        return octetsLimit > 0 || messagesLimit > 0;
    }

    /** Whether one more message of that size is within the limits. */
    public boolean hasRoomFor(long size) {
        return (octetsLimit == 0 || octets + size <= octetsLimit)
                && (messagesLimit == 0 || messages + 1 <= messagesLimit);
    }
}
