package posthorn.delivery.relay;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.tlsrpt.TlsProblem;

/** Looks at what a host showed in the handshake. Pure, but for the time. */
@FunctionalInterface
interface CertificateCheck {

    /** Takes whatever is shown. */
    CertificateCheck ANY = chain -> Optional.empty();

    /** What is wrong; empty: it is the host. The host's own certificate comes first. */
    Optional<TlsProblem> problem(List<X509Certificate> chain);
}
