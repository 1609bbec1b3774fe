package posthorn.mailbox.account.columns;

/**
 * What changes about messages. Immutable.
 *
 * @param flags bits as {@link posthorn.mailbox.account.FlagTable} numbers them; {@link #GONE} for
 *     an expunged message
 * @param modSeqs mod-sequence of the last change (RFC 7162 §3.1)
 */
public record Marks(long[] flags, long[] modSeqs) {
    /** The message was expunged; its row stays until the segment is written anew. */
    public static final long GONE = 1L << 63;

    /** \Seen. */
    public static final long SEEN = 1;

    Marks append(Marks more) {
        return new Marks(Rows.joined(flags, more.flags), Rows.joined(modSeqs, more.modSeqs));
    }

    /** A copy, to be changed before anybody else sees it. */
    public Marks copy() {
        return new Marks(flags.clone(), modSeqs.clone());
    }
}
