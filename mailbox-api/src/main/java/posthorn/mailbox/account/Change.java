package posthorn.mailbox.account;

import java.util.List;

/**
 * One thing that became true, in an {@link Entry}. Results, never decisions: it can be applied
 * without looking back.
 */
public sealed interface Change {
    /**
     * Mod-sequence of the command that made it (RFC 7162 §3.1); all changes of a command share it.
     */
    long modSeq();

    /**
     * The account is there.
     *
     * @param quota with limits of its domain
     */
    record AccountCreated(long modSeq, AccountQuota quota) implements Change {}

    /**
     * A mailbox was created.
     *
     * @param mailbox never used again within the account; grows
     * @param name full name, levels separated by "/"
     * @param uidValidity counter of the account; never falls, never used again
     * @param specialUse RFC 6154 attribute without the backslash; empty: none
     */
    record MailboxCreated(
            long modSeq, long mailbox, String name, long uidValidity, String specialUse)
            implements Change {}

    /** A mailbox got another name. */
    record MailboxRenamed(long modSeq, long mailbox, String name) implements Change {}

    /**
     * A mailbox got another UIDVALIDITY: whatever clients remember of its UIDs and mod-sequences is
     * void (RFC 3501 §2.3.1.1, RFC 7162 §3.1.2.2).
     *
     * @param uidValidity above all that the account gave out
     */
    record MailboxRenumbered(long modSeq, long mailbox, long uidValidity) implements Change {}

    /** A mailbox and all its messages are gone. */
    record MailboxDeleted(long modSeq, long mailbox) implements Change {}

    /** A name was subscribed or unsubscribed; it outlives its mailbox (RFC 3501 §6.3.9). */
    record SubscriptionChanged(long modSeq, String name, boolean subscribed) implements Change {}

    /** Messages appeared, by ascending UID. */
    record MessagesAdded(long modSeq, long mailbox, List<AddedMessage> messages) implements Change {
        public MessagesAdded {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A message as it was added.
     *
     * @param uid 1 to 4294967295
     * @param body name of the stored body, see {@link BodyName}
     * @param size octets
     * @param internalDate milliseconds since 1970, UTC
     * @param flags system flags with their backslash, keywords without
     * @param fromMailbox for a copy or move: where it came from; 0: a new message
     * @param fromUid for a copy or move; else 0
     */
    record AddedMessage(
            long uid,
            String body,
            long size,
            long internalDate,
            List<String> flags,
            Facts facts,
            long fromMailbox,
            long fromUid) {
        public AddedMessage {
            flags = List.copyOf(flags);
        }
    }

    /** Flags of messages became other sets; each group has one set. */
    record FlagsChanged(long modSeq, long mailbox, List<FlagsOf> groups) implements Change {
        public FlagsChanged {
            groups = List.copyOf(groups);
        }
    }

    /** Messages whose flags became the same set. */
    record FlagsOf(UidSet uids, List<String> flags) {
        public FlagsOf {
            flags = List.copyOf(flags);
        }
    }

    /** Messages are gone. */
    record MessagesExpunged(long modSeq, long mailbox, UidSet uids) implements Change {}

    /** Messages with a UID below this are \Recent for nobody any more (RFC 3501 §2.3.2). */
    record RecentTaken(long modSeq, long mailbox, long belowUid) implements Change {}

    /** A POP3 session holds the maildrop, see {@link MaildropLock}. */
    record MaildropLocked(long modSeq, String token, long renewal) implements Change {}

    /** The session no longer holds the maildrop. */
    record MaildropUnlocked(long modSeq, String token) implements Change {}

    /**
     * Other people may use the account now, or those who may have to sign in again.
     *
     * @param access who may use it
     * @param generation of the access: sessions with a lower one have to end although the access
     *     may be the same, since they were begun with a password that no longer counts
     */
    record AccessChanged(long modSeq, Access access, long generation) implements Change {}

    /** Other limits for what the account holds, or the owner was told how full it is. */
    record QuotaChanged(long modSeq, AccountQuota quota) implements Change {}

    /**
     * Rows of a change too large for an entry appeared: they were written before it, relative to
     * {@code baseUid}.
     *
     * @param segment name of the segment, written for this entry's number
     * @param baseUid UID of its first row
     * @param count messages
     * @param octets sum of their sizes
     */
    record SegmentAdded(
            long modSeq, long mailbox, String segment, long baseUid, long count, long octets)
            implements Change {}
}
