package posthorn.mailbox.account;

/** Why a command was not done. */
public enum RefusalReason {
    NO_SUCH_MAILBOX,
    MAILBOX_EXISTS,
    /** INBOX cannot be deleted; a mailbox with children keeps its name. */
    NOT_ALLOWED,
    /** No name for a mailbox, or no flag. */
    BAD_NAME,
    OVER_QUOTA,
    /** A limit of the settings, or the UIDs of a mailbox are used up. */
    OVER_LIMIT,
    /** The maildrop is locked by another session. */
    IN_USE,
    /** The token does not hold the maildrop. */
    NOT_LOCKED,
    NO_SUCH_ACCOUNT,
    /** The account was deleted, or, for its owner, disabled. */
    ACCOUNT_CLOSED,
    /** The first attempt of a delivery is older than the kept history: an operator decides. */
    TOO_OLD
}
