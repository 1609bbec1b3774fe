package posthorn.protocol.tls;

/** What is missing between a demand and a host. */
public enum TlsFinding {
    /** The host does not offer STARTTLS. */
    NOT_OFFERED,
    /** It refuses STARTTLS, or the handshake fails. */
    NOT_STARTED,
    /** Its certificate is not the one that is demanded. */
    NOT_VERIFIED,
    /** The domain's policy does not name the host. */
    UNNAMED,
    /** Its TLSA records could not be had. */
    UNKNOWN,
    /** Nothing would verify it. */
    UNVERIFIABLE
}
