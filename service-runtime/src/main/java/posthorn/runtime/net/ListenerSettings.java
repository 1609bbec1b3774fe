package posthorn.runtime.net;

import java.time.Duration;

/**
 * How a listener listens.
 *
 * @param name what it is called in logs, thread names and metrics, as in {@code pop3s}
 * @param host address to bind, as in {@code 0.0.0.0} or {@code ::}
 * @param port 1 to 65535, 0: any free one, -1: off
 * @param transport plain, STARTTLS or TLS from the start
 * @param idle how long a client may be silent before its handler is told, until the handler sets
 *     its own
 * @param stall how long a client may take nothing of what was written to it before it is cut off;
 *     also the time that a closed connection has to take its last words
 * @param linger how long the client's own end is waited for when it has taken the last words
 * @param handshake how long a TLS handshake may take
 * @param proxy whom peers may speak for
 * @param writeLimit octets written and not yet sent from which on no input is consumed
 */
public record ListenerSettings(
        String name,
        String host,
        int port,
        Transport transport,
        Duration idle,
        Duration stall,
        Duration linger,
        Duration handshake,
        ProxyProtocol proxy,
        int writeLimit) {

    /**
     * The usual: 5 minutes idle, 1 minute stall, 5 s linger, 30 s handshake, nobody speaks for
     * another, 32 KiB write limit.
     */
    public static ListenerSettings of(String name, String host, int port, Transport transport) {
        return new ListenerSettings(
                name,
                host,
                port,
                transport,
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                ProxyProtocol.OFF,
                32 * 1024);
    }

    /** The same with another idle time. */
    public ListenerSettings withIdle(Duration time) {
        return new ListenerSettings(
                name, host, port, transport, time, stall, linger, handshake, proxy, writeLimit);
    }

    /** The same with another stall time. */
    public ListenerSettings withStall(Duration time) {
        return new ListenerSettings(
                name, host, port, transport, idle, time, linger, handshake, proxy, writeLimit);
    }

    /** The same with another time to wait for the client's own end. */
    public ListenerSettings withLinger(Duration time) {
        return new ListenerSettings(
                name, host, port, transport, idle, stall, time, handshake, proxy, writeLimit);
    }

    /** The same with another handshake time. */
    public ListenerSettings withHandshake(Duration time) {
        return new ListenerSettings(
                name, host, port, transport, idle, stall, linger, time, proxy, writeLimit);
    }

    /** The same with peers that may speak for others. */
    public ListenerSettings withProxy(ProxyProtocol headers) {
        return new ListenerSettings(
                name, host, port, transport, idle, stall, linger, handshake, headers, writeLimit);
    }

    /** The same with another write limit, in octets. */
    public ListenerSettings withWriteLimit(int octets) {
        return new ListenerSettings(
                name, host, port, transport, idle, stall, linger, handshake, proxy, octets);
    }
}
