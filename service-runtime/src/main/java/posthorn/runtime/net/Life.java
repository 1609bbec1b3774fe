package posthorn.runtime.net;

/** The life of a connection: OPENING → OPEN ⇄ UPGRADING, then CLOSING → CLOSED. */
enum Life {
    /** The handshake of implicit TLS. */
    OPENING,
    /** Input is taken. */
    OPEN,
    /** The handshake of STARTTLS. */
    UPGRADING,
    /** The last words are on their way. */
    CLOSING,
    /** Nothing goes either way. */
    CLOSED
}
