package posthorn.mailbox.account;

/** Who may use an account. */
public enum Access {
    /** The owner may sign in, mail is taken. */
    ACTIVE,
    /** Nobody may sign in; mail that was accepted before is still stored. */
    DISABLED,
    /** Closed for good: mail for it bounces, its id is never used again. */
    DELETED
}
