package posthorn.mailbox.directory;

/** What is wanted of an account. */
public enum AccountStatus {
    /** It is being made: unknown to everybody until its log has its first entry. */
    CREATING,
    /** Its owner signs in, mail is taken. */
    ACTIVE,
    /** Nobody signs in, new mail is answered 550 5.2.1; what was taken before is delivered. */
    DISABLED,
    /** It is being deleted: mail bounces with 550 5.1.1, and soon the address is free. */
    DELETED
}
