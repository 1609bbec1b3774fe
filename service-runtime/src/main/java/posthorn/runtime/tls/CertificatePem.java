package posthorn.runtime.tls;

/**
 * A certificate as it is kept and sent.
 *
 * @param certificate the chain, its own first; PEM
 * @param key the private key, PKCS #8; PEM
 */
public record CertificatePem(String certificate, String key) {

    /** Without the key. */
    @Override
    public String toString() {
        return "CertificatePem";
    }
}
