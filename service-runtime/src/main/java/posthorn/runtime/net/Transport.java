package posthorn.runtime.net;

/** How bytes travel on a listener. */
public enum Transport {
    /** Plain; TLS is never offered. */
    PLAIN,
    /** Plain at first; the protocol may call {@link MailConnection#startTls}. */
    STARTTLS,
    /** TLS from the first byte (RFC 8314 §3). */
    TLS
}
