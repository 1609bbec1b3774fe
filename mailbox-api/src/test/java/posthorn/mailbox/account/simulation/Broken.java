package posthorn.mailbox.account.simulation;

/** One rule of the design left out. Each has to be noticed. */
enum Broken {
    NOTHING,
    /** Rule (2): another entry at the number is overlooked. */
    RULE_2_SKIPPED,
    /** Rule (2): whatever stands at the number is taken for the own proposal. */
    RULE_2_GUESSED,
    /** Rule (3): a key in an older entry is overlooked. */
    RULE_3_SKIPPED,
    /** The same commands are sent again under a new proposal id. */
    NEW_ID_ON_RETRY,
    /** A hint is enough to decide again. */
    CHANGED_BEFORE_DEAD,
    /** An insert is acknowledged before a majority has it. */
    W1,
    /** A look reads what no majority has yet. */
    LOCAL_READS,
    /** The floor is never read. */
    NO_FLOOR_READ,
    /** A body written for one number is named by an entry with another. */
    BODY_NOT_REWRITTEN,
    /** The content of a message is let go when its caller is told that nothing is known. */
    CONTENT_GOES_WITH_CALLER,
    /** A sweep deletes a body without regard to the number that it says. */
    SWEEP_IGNORES_N,
    /** A sweep does not wait until the log has reached the number. */
    SWEEP_AHEAD_OF_LOG,
    /** The manifest is replaced whatever its revision is. */
    CHECKPOINT_NOT_REFUSED,
    /** The expiry deletes from the newest entry on. */
    NEWEST_DELETED_FIRST,
    /** The expiry deletes before the floor is written. */
    DELETED_BEFORE_FLOOR,
    /** The expiry deletes what it has only just seen. */
    NOT_SETTLED,
    /** Two entries may hold the same key. */
    KEYS_NOT_UNIQUE,
    /** Mailboxes of a restored account keep their UIDVALIDITY. */
    NOT_RENUMBERED
}
