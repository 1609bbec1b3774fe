package posthorn.mailbox.acme;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.shredzone.acme4j.util.CertificateUtils;
import posthorn.mailbox.certificate.PendingChallenge;
import posthorn.runtime.tls.ServerCertificate;

/**
 * The certificates that prove names to an authority in a handshake (RFC 8737 §3). Looked up on any
 * thread, without a wait.
 */
public final class PendingProofs {
    private static final Duration VALID = Duration.ofDays(2);

    private final KeyPair key = EllipticKeys.create();
    private volatile Map<PendingChallenge, ServerCertificate> proofs = Map.of();

    /** The proof of a name; empty: nobody asks for it now. */
    public Optional<ServerCertificate> of(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return proofs.entrySet().stream()
                .filter(each -> each.getKey().name().equals(folded))
                .max(Comparator.comparingLong(each -> each.getKey().since()))
                .map(Map.Entry::getValue);
    }

    /** What is to be proved now. */
    public void replace(List<PendingChallenge> challenges) {
        Map<PendingChallenge, ServerCertificate> next = new HashMap<>();
        for (PendingChallenge each : challenges) {
            ServerCertificate known = proofs.get(each);
            next.put(each, known == null ? made(each) : known);
        }
        proofs = Map.copyOf(next);
    }

    private ServerCertificate made(PendingChallenge challenge) {
        try {
            byte[] validation =
                    MessageDigest.getInstance("SHA-256")
                            .digest(challenge.authorization().getBytes(StandardCharsets.US_ASCII));
            return new ServerCertificate(
                    "challenge",
                    List.of(certificate(challenge.name(), validation)),
                    key.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no proof of a name can be made", e);
        }
    }

    /** As RFC 8737 §3 has it: the name, and the digest in a critical extension. */
    private X509Certificate certificate(String name, byte[] validation)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name subject = new X500Name("CN=acme.invalid");
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.ONE,
                        Date.from(now.minus(VALID)),
                        Date.from(now.plus(VALID)),
                        subject,
                        key.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        builder.addExtension(
                CertificateUtils.ACME_VALIDATION, true, new DEROctetString(validation));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(key.getPrivate())));
    }
}
