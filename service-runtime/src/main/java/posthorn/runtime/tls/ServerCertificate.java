package posthorn.runtime.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate that a server can show, with its key. Two are equal when they come from the same
 * place and show the same.
 *
 * @param origin where it is from, for people, as in {@code mail.example.org/tls.crt}
 * @param chain its own first, then those that vouch for it
 * @param key belongs to the first of the chain
 */
public record ServerCertificate(String origin, List<X509Certificate> chain, PrivateKey key) {
    private static final Integer DNS_NAME = 2;
    private static final byte[] PROOF = "posthorn".getBytes(StandardCharsets.US_ASCII);

    /** Keeps the chain from changing. */
    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads PEM.
     *
     * @param origin where it is from, for people
     * @param certificate the chain
     * @param key PKCS #8, or as OpenSSL used to write keys of RSA and EC
     * @throws BadCertificate when one of them is not in that form, or they do not belong together
     */
    public static ServerCertificate of(String origin, byte[] certificate, byte[] key)
            throws BadCertificate {
        List<X509Certificate> chain = Pem.certificates(certificate);
        PrivateKey secret = Pem.key(key);
        if (!belongs(secret, chain.getFirst())) {
            throw new BadCertificate("the key is not that of the certificate");
        }
        return new ServerCertificate(origin, chain, secret);
    }

    /** The same of texts. */
    public static ServerCertificate of(String origin, CertificatePem pem) throws BadCertificate {
        return of(
                origin,
                pem.certificate().getBytes(StandardCharsets.US_ASCII),
                pem.key().getBytes(StandardCharsets.US_ASCII));
    }

    /** Its dNSNames in lower case, patterns as {@code *.example.org} among them. */
    public List<String> names() {
        try {
            Collection<List<?>> names = own().getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> DNS_NAME.equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** What to call it: its first name, or where it is from when it has none. */
    public String label() {
        List<String> names = names();
        return names.isEmpty() ? origin : names.getFirst();
    }

    /** When it ends. */
    public Instant notAfter() {
        return own().getNotAfter().toInstant();
    }

    /** The first of the chain. */
    public X509Certificate own() {
        return chain.getFirst();
    }

    /** The algorithm of its key as TLS asks for it: {@code EC}, {@code RSA}, {@code EdDSA}. */
    String keyType() {
        return key.getAlgorithm();
    }

    /** How little it is worth to a client: 0 is good, 1 signs itself, 2 and 3 are out of time. */
    int demerits(Instant now) {
        int outOfTime =
                now.isBefore(own().getNotBefore().toInstant()) || now.isAfter(notAfter()) ? 2 : 0;
        int signsItself =
                own().getIssuerX500Principal().equals(own().getSubjectX500Principal()) ? 1 : 0;
        return outOfTime + signsItself;
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate)
            throws BadCertificate {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
                    default ->
                            throw new BadCertificate(
                                    "keys of " + key.getAlgorithm() + " do not serve");
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROOF);
            byte[] proof = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROOF);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerCertificate certificate
                && origin.equals(certificate.origin)
                && chain.equals(certificate.chain);
    }

    @Override
    public int hashCode() {
        return own().hashCode();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ServerCertificate[" + origin + "]";
    }
}
