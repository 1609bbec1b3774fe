package posthorn.e2e.sink;

/** Where in a session a rule may act. */
public enum SinkPhase {
    /** A connection has come; the greeting is due. */
    CONNECT,
    /** EHLO or HELO. */
    HELLO,
    /** STARTTLS. */
    STARTTLS,
    /** MAIL; the path is the reverse-path. */
    MAIL,
    /** RCPT; the path is the forward-path. */
    RCPT,
    /** DATA, before 354; the path is the reverse-path. */
    DATA,
    /** 354 is sent, nothing of the message is read; the path is the reverse-path. */
    CONTENT,
    /** The final dot is read; the path is the reverse-path. */
    DOT
}
