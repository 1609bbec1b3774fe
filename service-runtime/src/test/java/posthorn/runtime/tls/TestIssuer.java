package posthorn.runtime.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** Signs what clients of the test's authority ask for. */
final class TestIssuer {
    private static final X500Name NAME = new X500Name("CN=Authority of a test by ACME");

    private final KeyPair keys = keys();
    private final X509CertificateHolder own =
            certificate(
                    NAME,
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()),
                    Optional.empty(),
                    Duration.ofDays(365));

    /** Its own certificate, PEM. */
    String root() {
        return pem(own);
    }

    /** A chain, PEM; empty: the request is not for this name alone, or not signed by its key. */
    Optional<String> issue(byte[] request, String name, Duration life) {
        try {
            PKCS10CertificationRequest csr = new PKCS10CertificationRequest(request);
            GeneralNames names =
                    GeneralNames.fromExtensions(
                            csr.getRequestedExtensions(), Extension.subjectAlternativeName);
            GeneralName[] wanted = {new GeneralName(GeneralName.dNSName, name)};
            boolean good =
                    names != null
                            && Arrays.equals(wanted, names.getNames())
                            && csr.isSignatureValid(
                                    new JcaContentVerifierProviderBuilder()
                                            .build(csr.getSubjectPublicKeyInfo()));
            return good
                    ? Optional.of(
                            pem(
                                            certificate(
                                                    new X500Name("CN=" + name),
                                                    csr.getSubjectPublicKeyInfo(),
                                                    Optional.of(names),
                                                    life))
                                    + root())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PKCSException | OperatorCreationException e) {
            return Optional.empty();
        }
    }

    private X509CertificateHolder certificate(
            X500Name subject,
            SubjectPublicKeyInfo key,
            Optional<GeneralNames> names,
            Duration life) {
        try {
            Instant now = Instant.now();
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(
                            NAME,
                            new BigInteger(127, new SecureRandom()),
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plus(life)),
                            subject,
                            key);
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
            if (names.isPresent()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names.get());
            } else {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            return builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
