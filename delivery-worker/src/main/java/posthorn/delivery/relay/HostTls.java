package posthorn.delivery.relay;

import java.util.Optional;
import posthorn.protocol.tls.TlsDemand;
import posthorn.protocol.tlsrpt.AppliedPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;

/**
 * What is demanded of the connection with one host.
 *
 * @param check of its certificate; where the demand is not that it be verified, what it finds is
 *     reported only
 * @param requireTls whether the sender wants the message returned rather than sent otherwise
 * @param policy that the demand comes from, for reports
 * @param problem what is wrong before anybody connects; empty: nothing is
 */
record HostTls(
        TlsDemand demand,
        CertificateCheck check,
        boolean requireTls,
        AppliedPolicy policy,
        Optional<TlsProblem> problem) {

    /** The same host without TLS, which was tried and does not work. */
    HostTls plain() {
        return new HostTls(TlsDemand.PLAIN, check, requireTls, policy, problem);
    }
}
