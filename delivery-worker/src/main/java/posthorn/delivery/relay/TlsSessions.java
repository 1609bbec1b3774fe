package posthorn.delivery.relay;

import posthorn.protocol.tlsrpt.TlsSession;

/** Told what each connection with a host came to, for reports to its domain (RFC 8460). */
@FunctionalInterface
public interface TlsSessions {

    /** Nobody is told. */
    TlsSessions NONE = session -> {};

    /** A connection came so far that mail could be sent, or it is known why not; does not wait. */
    void came(TlsSession session);
}
