package posthorn.mailbox.registry;

/** What came of a change to the directory. */
public sealed interface DirectoryOutcome<T> {

    /** It stands, on a majority. */
    record Done<T>(T value) implements DirectoryOutcome<T> {}

    /**
     * Nothing changed.
     *
     * @param error what is wrong, one sentence for people
     * @param advice what to do next
     */
    record Refused<T>(Reason reason, String error, String advice) implements DirectoryOutcome<T> {}

    /** Why nothing changed. */
    enum Reason {
        /** What was given is no address, no domain or no password. */
        INVALID,
        /** There is no such domain or address. */
        UNKNOWN,
        /** There is one already, or it is still in use. */
        CONFLICT,
        /** Too much at once. */
        BUSY
    }

    /** Done, with a value. */
    static <T> DirectoryOutcome<T> done(T value) {
        return new Done<>(value);
    }

    /** Refused. */
    static <T> DirectoryOutcome<T> refused(Reason reason, String error, String advice) {
        return new Refused<>(reason, error, advice);
    }
}
