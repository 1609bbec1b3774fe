package posthorn.protocol.smtp;

/** What a sender may be told about a recipient: the words of NOTIFY (RFC 3461 §4.1). */
public enum DsnCondition {
    /** Nothing at all; stands alone. */
    NEVER,
    /** That the message was delivered. */
    SUCCESS,
    /** That it was not and will not be. */
    FAILURE,
    /** That it is still on its way. */
    DELAY
}
