package posthorn.runtime.net;

/** Why the connection code itself ends a connection. */
public enum CloseReason {
    /** The listeners that share the limit have as many connections as they may. */
    TOO_MANY_CONNECTIONS,
    /** This client address has as many connections as it may. */
    TOO_MANY_FROM_CLIENT,
    /** The peer has to say for whom it speaks (PROXY protocol), and does not. */
    NO_PROXY_HEADER,
    /** The handler threw: a defect of ours. */
    DEFECT
}
