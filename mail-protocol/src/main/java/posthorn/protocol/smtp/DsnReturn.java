package posthorn.protocol.smtp;

/** How much of a message comes back in a notification of failure: RET (RFC 3461 §4.3). */
public enum DsnReturn {
    /** The whole message. */
    FULL,
    /** Its header. */
    HDRS
}
