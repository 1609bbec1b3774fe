package posthorn.mailbox.account;

/** What came of a command. */
public sealed interface CommandOutcome {
    /**
     * It was done, in the entry of its {@link Result}.
     *
     * @param mailbox mailbox that was created, or that messages were put into; 0: none
     * @param uidValidity of that mailbox; 0: none
     * @param uids for APPEND, COPY, MOVE and delivery: UIDs given, in the order of fromUids
     * @param fromUids for COPY and MOVE: UIDs of the originals that were there
     * @param modified for STORE with UNCHANGEDSINCE: those that had changed (RFC 7162 §3.1.3)
     * @param affected for STORE and EXPUNGE: those that were changed or expunged
     * @param modSeq of the command; 0: nothing changed
     * @param recentFrom for TakeRecent: the first UID that is \Recent for the asker; 0: none is
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
            implements CommandOutcome {
        /** Done, with nothing to tell. */
        public static Done at(long modSeq) {
            return new Done(
                    0, 0, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, modSeq, 0);
        }

        /** Done without a change. */
        public static Done nothing() {
            return at(0);
        }

        /** The same, in a mailbox. */
        public Done in(long number, long validity) {
            return new Done(
                    number, validity, uids, fromUids, modified, affected, modSeq, recentFrom);
        }
    }

    /**
     * It was not done, and nothing changed.
     *
     * @param text for people; English
     */
    record Refused(RefusalReason reason, String text) implements CommandOutcome {}
}
