package posthorn.protocol.tlsrpt;

import java.util.Optional;

/**
 * What one connection with a host came to.
 *
 * @param host as MX names it
 * @param address of the host
 * @param problem what went wrong; empty: nothing did
 */
public record TlsSession(
        AppliedPolicy policy, String host, String address, Optional<TlsProblem> problem) {}
