package posthorn.runtime.net;

import java.time.Duration;

/**
 * What a listener makes of the PROXY protocol (versions 1 and 2 of HAProxy's specification): a load
 * balancer says in front of everything else for which client it speaks.
 *
 * @param mode what is expected of peers in {@code trusted}; others are clients of their own,
 *     whatever they say
 * @param trusted networks of the load balancers
 * @param headerWait how long a listener that speaks first waits for a header that may be missing
 * @param timeout how long a header may take, from the connection to its end
 * @param extensions octets behind the addresses of a header of version 2, at most
 */
public record ProxyProtocol(
        Mode mode, Networks trusted, Duration headerWait, Duration timeout, int extensions) {

    /** What is expected of a peer in a trusted network. */
    public enum Mode {
        /** Nothing: what looks like a header is no part of the protocol. */
        OFF,
        /** A header, or none: then the peer is the client. */
        OPTIONAL,
        /** A header: without one the connection is refused. */
        REQUIRED
    }

    /** No headers. */
    public static final ProxyProtocol OFF =
            new ProxyProtocol(Mode.OFF, Networks.NONE, Duration.ZERO, Duration.ZERO, 0);

    /** Whether a header of this peer is looked for. */
    boolean looksAt(String peer) {
        return mode != Mode.OFF && trusted.contains(peer);
    }
}
