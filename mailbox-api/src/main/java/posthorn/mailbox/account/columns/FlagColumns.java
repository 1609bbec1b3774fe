package posthorn.mailbox.account.columns;

/**
 * What changes about messages. Immutable.
 *
 * @param flags bits as {@link posthorn.mailbox.account.FlagTable} numbers them; {@link #GONE} for
 *     an expunged message
 * @param modSeqs mod-sequence of the last change (RFC 7162 §3.1)
 */
public record FlagColumns(long[] flags, long[] modSeqs) {
    /** The message was expunged; its row stays until the segment is written anew. */
    public static final long GONE = 1L << 63;

    /** \Seen. */
    public static final long SEEN = 1;

    FlagColumns append(FlagColumns more) {
        return new FlagColumns(
                MessageColumns.joined(flags, more.flags),
                MessageColumns.joined(modSeqs, more.modSeqs));
    }

    /** A copy, to be changed before anybody else sees it. */
    public FlagColumns copy() {
        return new FlagColumns(flags.clone(), modSeqs.clone());
    }
}
