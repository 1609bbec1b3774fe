package posthorn.frontend.store;

/** A mailbox that is being read, kept current by the store. Safe for use by many threads. */
public interface OpenMailbox extends AutoCloseable {

    /** The messages as last heard from the store. Cheap: a reference. */
    MessageIndex current();

    /**
     * First UID of the messages that are {@code \Recent} (RFC 3501 §2.3.2): no session of this pod
     * was told of them, and no other one as far as the store knows.
     */
    long recentFrom();

    /**
     * Takes what is {@code \Recent} below this UID for the caller; whoever asks later gets what
     * comes after it.
     *
     * @return what {@link #recentFrom} was before; not below {@code end}: nothing was left
     */
    long takeRecent(long end);

    /** Whether the mailbox was deleted meanwhile; {@link #current} then stays as it was. */
    boolean gone();

    /** Ends the reading. Further calls have no effect. */
    @Override
    void close();
}
