package posthorn.frontend.store;

/** A message on its way into a mailbox. For one thread at a time. */
public interface MessageAppend extends AutoCloseable {

    /**
     * The next octets. Blocks while the store is slower than the client; the array is not kept.
     *
     * @return false: too much of this account, or of all, is on its way already; the message cannot
     *     be stored and has to be closed
     * @throws StoreUnavailableException when the store went away
     */
    boolean write(byte[] octets, int offset, int length);

    /**
     * Stores what was written, which must be as long as announced.
     *
     * @return done with the UID given, durable; or refused
     * @throws StoreUnavailableException when it is unknown whether it was stored
     */
    StoreResult finish();

    /** Gives up a message that was not finished; afterwards without effect. */
    @Override
    void close();
}
