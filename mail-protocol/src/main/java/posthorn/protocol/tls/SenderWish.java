package posthorn.protocol.tls;

/** What the sender of a message wants of its way. */
public enum SenderWish {
    /** Nothing: the domains of the recipients decide. */
    NONE,
    /** Only hosts that are verified and want the same of the next ones (RFC 8689 §2). */
    REQUIRETLS,
    /** That it arrives, over whatever connection: {@code TLS-Required: No} (RFC 8689 §5). */
    TLS_NOT_REQUIRED;

    /** The wish of a message; REQUIRETLS counts where both are said (RFC 8689 §4.1). */
    public static SenderWish of(boolean requireTls, boolean tlsNotRequired) {
        if (requireTls) {
            return REQUIRETLS;
        }
        return tlsNotRequired ? TLS_NOT_REQUIRED : NONE;
    }
}
