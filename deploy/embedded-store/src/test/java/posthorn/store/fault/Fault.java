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
    SPLIT_INSERT
}
