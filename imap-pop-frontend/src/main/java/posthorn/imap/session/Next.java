package posthorn.imap.session;

/** What comes after {@link ImapSession#work}, when its octets have been sent. */
public enum Next {
    /** More octets. */
    READ,
    /** A TLS handshake, then {@link ImapSession#secured}. */
    START_TLS,
    /** The end of the connection, then {@link ImapSession#close}. */
    CLOSE
}
