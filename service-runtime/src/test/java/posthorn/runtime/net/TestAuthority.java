package posthorn.runtime.net;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.SelfSigned;

/** Vouches for certificates of a test. */
public final class TestAuthority {

    private static final X500Name NAME = new X500Name("CN=Authority of a test");
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyPair keys = keys();
    private final X509CertificateHolder own =
            certificate(NAME, keys, null, Instant.now().plus(DAY));

    /** A certificate for a name, with that of the authority behind it. */
    public SelfSigned issue(String name) {
        return issue(name, Instant.now().plus(DAY));
    }

    /** A certificate for several names, with a key of this kind, as in {@code RSA}. */
    public SelfSigned issue(String keyType, String... names) {
        KeyPair pair = keys(keyType);
        X509CertificateHolder made =
                certificate(
                        new X500Name("CN=" + names[0]),
                        pair,
                        new GeneralNames(
                                Stream.of(names)
                                        .map(name -> new GeneralName(GeneralName.dNSName, name))
                                        .toArray(GeneralName[]::new)),
                        Instant.now().plus(DAY));
        return new SelfSigned(pem(made) + pem(own), pem(pair));
    }

    /** One that has expired. */
    public SelfSigned issueExpired(String name) {
        return issue(name, Instant.now().minus(Duration.ofHours(1)));
    }

    /** One of a person with this address. */
    public SelfSigned issueToPerson(String address) {
        KeyPair pair = keys();
        X509CertificateHolder made =
                certificate(
                        new X500Name("CN=A person"),
                        pair,
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, address)),
                        Instant.now().plus(DAY));
        return new SelfSigned(pem(made) + pem(own), pem(pair));
    }

    private SelfSigned issue(String name, Instant until) {
        KeyPair pair = keys();
        X509CertificateHolder made =
                certificate(
                        new X500Name("CN=" + name),
                        pair,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)),
                        until);
        return new SelfSigned(pem(made) + pem(own), pem(pair));
    }

    /** Its own certificate, PEM, in a folder. */
    public Path writeTo(Path folder) {
        try {
            return Files.writeString(folder.resolve("authority.pem"), pem(own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509CertificateHolder certificate(
            X500Name subject, KeyPair pair, @Nullable GeneralNames of, Instant until) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            NAME,
                            new BigInteger(127, new SecureRandom()),
                            Date.from(until.minus(Duration.ofDays(30))),
                            Date.from(until),
                            subject,
                            pair.getPublic());
            if (of == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(Extension.subjectAlternativeName, false, of);
            }
            return builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        return keys("EC");
    }

    private static KeyPair keys(String keyType) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType);
            if (keyType.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyPair pair) {
        try {
            return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
