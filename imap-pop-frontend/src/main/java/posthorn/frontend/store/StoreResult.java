package posthorn.frontend.store;

/** What became of a {@link StoreCommand} or of an append. */
public sealed interface StoreResult {

    /**
     * It happened.
     *
     * @param mailbox that was created or that messages were put into; 0: none
     * @param uidValidity of that mailbox; 0: none
     * @param uids given to messages that were added, in the order of {@code fromUids}
     * @param fromUids of the originals that were there
     * @param modified left alone because they had changed (UNCHANGEDSINCE)
     * @param affected changed or expunged
     * @param modSeq of the command; 0: nothing changed
     * @param recentFrom first UID that is {@code \Recent} for the asker; 0: none
     */
    record Done(
            long mailbox,
            long uidValidity,
            UidSet uids,
            UidSet fromUids,
            UidSet modified,
            UidSet affected,
            long modSeq,
            long recentFrom)
            implements StoreResult {

        /** Nothing to tell. */
        public static final Done PLAIN =
                new Done(0, 0, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, 0, 0);
    }

    /** It did not happen, for a reason that trying again does not change. */
    record Refused(Reason reason, String text) implements StoreResult {}

    /** Reasons, as in {@code account.proto}. */
    enum Reason {
        NO_SUCH_MAILBOX,
        MAILBOX_EXISTS,
        NOT_ALLOWED,
        BAD_NAME,
        OVER_QUOTA,
        OVER_LIMIT,
        IN_USE,
        NOT_LOCKED,
        NO_SUCH_ACCOUNT,
        ACCOUNT_CLOSED,
        TOO_OLD
    }
}
