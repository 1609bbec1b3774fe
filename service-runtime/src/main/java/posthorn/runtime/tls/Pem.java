package posthorn.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** What stands in PEM (RFC 7468). */
final class Pem {

    private Pem() {}

    /** The certificates, in their order; at least one. */
    static List<X509Certificate> certificates(byte[] pem) throws BadCertificate {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new BadCertificate("there is no certificate in PEM form");
            }
            return found;
        } catch (BadCertificate e) {
            throw e;
        } catch (CertificateException e) {
            throw new BadCertificate("the certificate is not in PEM form");
        }
    }

    /** The first private key: PKCS #8, or as OpenSSL used to write those of RSA and EC. */
    static PrivateKey key(byte[] pem) throws BadCertificate {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser =
                new PEMParser(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (next instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BadCertificate("the key is not in PEM form");
        }
        throw new BadCertificate("there is no key in PEM form that is not encrypted");
    }
}
