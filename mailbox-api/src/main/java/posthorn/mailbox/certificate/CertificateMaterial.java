package posthorn.mailbox.certificate;

import java.util.Arrays;

/**
 * A certificate and its key as they are kept. Never changed once it is written.
 *
 * @param id names it in the store
 * @param chain its own certificate first; PEM
 * @param key PKCS #8 in PEM, sealed under the master key by the name of this
 */
public record CertificateMaterial(String id, String chain, byte[] key) {
    public CertificateMaterial {
        key = key.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateMaterial material
                && id.equals(material.id)
                && chain.equals(material.chain)
                && Arrays.equals(key, material.key);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CertificateMaterial[" + id + "]";
    }
}
