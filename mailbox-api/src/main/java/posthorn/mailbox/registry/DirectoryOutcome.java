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
        /** It is not as the caller saw it. */
        CHANGED,
        /** Too much at once. */
        BUSY,
        /** The password has too few characters, or too many. */
        PASSWORD_LENGTH,
        /** Many others have this password. */
        PASSWORD_COMMON,
        /** The password has the address in it. */
        PASSWORD_CONTAINS_ADDRESS
    }

    /** It is not as the caller saw it. */
    static <T> DirectoryOutcome<T> changed() {
        return new Refused<>(
                Reason.CHANGED,
                "It is not as you saw it: somebody has changed it since.",
                "Read it again, and repeat your change if it is still wanted.");
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
