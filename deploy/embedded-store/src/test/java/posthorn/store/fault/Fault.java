package posthorn.store.fault;

/** What the proxy can do to a command. */
public enum Fault {
    /** The connection is cut before the command reaches the store. */
    LOSE_REQUEST,
    /** The store executes the command; then the connection is cut in place of the answer. */
    LOSE_ANSWER,
    /** The command reaches the store late. */
    DELAY_REQUEST,
    /** The answer reaches the client late. */
    DELAY_ANSWER,
    /** An insert is executed twice; the client gets the second answer. */
    REPEAT_INSERT,
    /** An unordered insert reaches the store in several parts, in any order. */
    SPLIT_INSERT,
    /**
     * An update or delete of several documents changes them one by one, with other clients in
     * between, and may end in the middle of it: only a change of one document is atomic.
     */
    SPLIT_STATEMENT,
    /** A query comes in batches of two documents, between which others write. */
    SPLIT_FIND,
    /** The command is refused with {@code NotWritablePrimary}; nothing is executed. */
    NOT_PRIMARY,
    /**
     * A write is executed and stays, but the primary stepped down meanwhile and answers {@code
     * InterruptedDueToReplStateChange}.
     */
    STEPPED_DOWN,
    /** A write is executed, and its answer has a write concern error: the server shuts down. */
    WRITE_CONCERN_ERROR,
    /** A write is executed, and its answer says that no majority had it in time (wtimeout). */
    WRITE_CONCERN_TIMEOUT,
    /**
     * A primary that is cut off from all others executes a write, and a later primary knows nothing
     * of it. Whoever asked for a majority gets an error or no answer; whoever did not is told that
     * it is done, and who reads without asking for a majority may see it until it is gone.
     */
    FORGET_WRITE
}
