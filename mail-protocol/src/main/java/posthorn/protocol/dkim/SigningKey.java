package posthorn.protocol.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A key that signs. Its secret shows nowhere, {@link #toString()} included. */
public final class SigningKey {
    private final KeyName name;
    private final PrivateKey secret;
    private final VerificationKey published;

    private SigningKey(KeyName name, PrivateKey secret, VerificationKey published) {
        this.name = name;
        this.secret = secret;
        this.published = published;
    }

    /**
     * A key in the forms in which it is kept.
     *
     * @param name where its public half is published
     * @param secret the private half, PKCS #8 (RFC 5958)
     * @param published the public half
     * @throws GeneralSecurityException when the private half is no key of the algorithm
     */
    public static SigningKey of(KeyName name, byte[] secret, VerificationKey published)
            throws GeneralSecurityException {
        String factory =
                switch (published.algorithm()) {
                    case RSA_SHA256 -> "RSA";
                    case ED25519_SHA256 -> "Ed25519";
                };
        return new SigningKey(
                name,
                KeyFactory.getInstance(factory).generatePrivate(new PKCS8EncodedKeySpec(secret)),
                published);
    }

    /** Where the public half is published. */
    public KeyName name() {
        return name;
    }

    /** The public half. */
    public VerificationKey published() {
        return published;
    }

    /** How it signs. */
    public SigningAlgorithm algorithm() {
        return published.algorithm();
    }

    /** Signature over these octets, in base64. */
    String sign(byte[] octets) {
        try {
            Signature signature = Signature.getInstance(VerificationKey.jcaName(algorithm()));
            signature.initSign(secret);
            signature.update(VerificationKey.signedOctets(algorithm(), octets));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java computes " + algorithm().word(), e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + name + ", " + algorithm().word() + "]";
    }
}
