package posthorn.mailbox.account.log;

/** What the store said to the insert of an entry. All but {@link #OK} are hints. */
public enum InsertAnswer {
    /** It stands, on a majority's journals: it is true. */
    OK,
    /** Another document stands at this number, or did when the store looked. */
    NUMBER_TAKEN,
    /** A key stands in another document, or did when the store looked. */
    KEY_TAKEN,
    /**
     * No answer in time, a lost connection, an error that does not say what happened: it may stand
     * or come to stand.
     */
    NO_ANSWER
}
