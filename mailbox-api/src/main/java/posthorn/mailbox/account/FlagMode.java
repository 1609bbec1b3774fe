package posthorn.mailbox.account;

/** What STORE does with the flags it names (RFC 3501 §6.4.6). */
public enum FlagMode {
    /** They become the flags of the message. */
    REPLACE,
    /** They are added. */
    ADD,
    /** They are removed. */
    REMOVE
}
