package posthorn.mailbox.account.checkpoint;

/**
 * Work on an account's store that may be done by any pod, twice, late, or be left half done. A step
 * machine without I/O: it asks for one thing, gets the answer, asks for the next. Not thread-safe,
 * used once.
 */
public sealed interface Chore permits Checkpointer, Expiry, Sweeper {
    /** The first thing it asks for. */
    ChoreRequest start();

    /**
     * The next thing it asks for.
     *
     * @param answer to the last one
     */
    ChoreRequest next(ChoreReply answer);
}
