package posthorn.runtime.tls;

import java.security.cert.CertificateException;

/** Files or texts that do not make a certificate with its key; the message says why. */
public final class BadCertificate extends CertificateException {
    private static final long serialVersionUID = 1L;

    BadCertificate(String problem) {
        super(problem);
    }
}
