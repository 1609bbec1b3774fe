package posthorn.store.fault;

/** A command that reaches the store as several, and its one answer. */
sealed interface SplitCommand permits SplitInsert, SplitStatement {

    /** How many commands there are. */
    int parts();

    /** One of them. */
    WireFrame part(int number);

    /** Takes the answer to a part; false when it is not one of success, which ends the command. */
    boolean answered(int number, WireFrame answer);

    /** Whether a document was refused after which the others must not be touched. */
    boolean isOver();

    /** The answer to the whole. */
    WireFrame answer();
}
