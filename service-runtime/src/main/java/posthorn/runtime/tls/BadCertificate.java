package posthorn.runtime.tls;

/** Files or texts that do not make a certificate with its key; the message says why. */
public final class BadCertificate extends Exception {
    private static final long serialVersionUID = 1L;

    BadCertificate(String problem) {
        super(problem);
    }
}
