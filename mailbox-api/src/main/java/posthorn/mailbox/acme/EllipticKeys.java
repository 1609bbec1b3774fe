package posthorn.mailbox.acme;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Keys on P-256, by the providers of the JDK. */
final class EllipticKeys {

    private EllipticKeys() {}

    static KeyPair create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has P-256", e);
        }
    }

    /** The private half, PKCS #8 in PEM. */
    static String secret(KeyPair pair) {
        try {
            return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both halves in PEM, the private one first. */
    static String both(KeyPair pair) {
        return secret(pair) + pem(pair.getPublic());
    }

    /** A pair of {@link #both}. */
    static KeyPair read(String both) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(both))) {
            if (parser.readObject() instanceof PrivateKeyInfo secret
                    && parser.readObject() instanceof SubjectPublicKeyInfo published) {
                return new KeyPair(
                        converter.getPublicKey(published), converter.getPrivateKey(secret));
            }
        }
        throw new IOException("there is no pair of keys");
    }

    /** Objects in PEM, one after the other. */
    static String pem(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object each : objects) {
                writer.writeObject(each);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
