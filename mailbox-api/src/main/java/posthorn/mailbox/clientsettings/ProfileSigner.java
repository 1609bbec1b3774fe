package posthorn.mailbox.clientsettings;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Signs profiles (CMS, RFC 5652 §5, with the content inside), so that a device names who they are
 * from and sees that nobody has changed them.
 */
public final class ProfileSigner {

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ProfileSigner(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /**
     * One for a certificate and its key.
     *
     * @param certificates PEM, the own one first, then those that lead to an authority
     * @param key PEM: PKCS #8, or what OpenSSL writes for RSA and EC; not encrypted
     * @throws IllegalArgumentException when it is none of these; its message says which
     */
    public static ProfileSigner of(String certificates, String key) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Object each : objects(certificates)) {
                if (each instanceof X509CertificateHolder holder) {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("there is no certificate in it");
            }
            return new ProfileSigner(chain, key(key));
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("it is no PEM of a certificate and a key", e);
        }
    }

    private static PrivateKey key(String pem) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object each : objects(pem)) {
            switch (each) {
                case PrivateKeyInfo info -> {
                    return converter.getPrivateKey(info);
                }
                case PEMKeyPair pair -> {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                default -> {
                    // Parameters of a curve stand before its key.
                }
            }
        }
        throw new IllegalArgumentException("there is no private key in it that is not encrypted");
    }

    private static List<Object> objects(String pem) throws IOException {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
                objects.add(each);
            }
        }
        return objects;
    }

    /** The content, signed, in DER. */
    public byte[] signed(byte[] content) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder()
                            .build(algorithm(), key, chain.getFirst()));
            generator.addCertificates(new JcaCertStore(chain));
            return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
        } catch (CMSException | OperatorCreationException | CertificateException | IOException e) {
            throw new IllegalStateException("the profile cannot be signed", e);
        }
    }

    private String algorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
