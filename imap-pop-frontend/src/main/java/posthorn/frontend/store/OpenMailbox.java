package posthorn.frontend.store;

/** A mailbox that is being read, kept current by the store. Safe for use by many threads. */
public interface OpenMailbox extends AutoCloseable {

    /** The messages as last heard from the store. Cheap: a reference. */
    MessageIndex current();

    /** Whether the mailbox was deleted meanwhile; {@link #current} then stays as it was. */
    boolean gone();

    /** Ends the reading. Further calls have no effect. */
    @Override
    void close();
}
