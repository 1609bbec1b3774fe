package posthorn.protocol.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.dns.TlsaRecord;

/**
 * Whether a host is the one that its TLSA records name (RFC 7672 §3).
 *
 * <ul>
 *   <li>DANE-EE: its certificate, or its key, is the one; names and dates do not count.
 *   <li>DANE-TA: its certificate is for one of the names, and a chain of signatures leads from it
 *       to the one named. That one stands in the chain that the host shows, or whole in the record.
 * </ul>
 */
public final class DaneCheck {

    private static final int LONGEST_CHAIN = 10;
    private static final int KEY_CERT_SIGN = 5;

    private DaneCheck() {}

    /**
     * Why the host is not the one; empty: it is.
     *
     * @param records those that {@link TlsaMatch#usable} gave, at least one
     * @param chain what the host showed, its own certificate first
     * @param names of the host: that in MX, that of the destination, and what they stand for
     */
    public static Optional<String> problem(
            List<TlsaRecord> records,
            List<X509Certificate> chain,
            Collection<String> names,
            Instant now) {
        if (chain.isEmpty()) {
            return Optional.of("the host showed no certificate");
        }
        X509Certificate own = chain.getFirst();
        boolean endEntity =
                records.stream()
                        .filter(record -> record.usage() == TlsaMatch.DANE_EE)
                        .anyMatch(record -> TlsaMatch.names(record, own));
        if (endEntity) {
            return Optional.empty();
        }
        List<TlsaRecord> anchors =
                records.stream().filter(record -> record.usage() == TlsaMatch.DANE_TA).toList();
        boolean anchored =
                anchors.stream()
                        .anyMatch(anchor -> leadsTo(anchor, own, chain, now, LONGEST_CHAIN, 0));
        if (!anchored) {
            return Optional.of("the certificate is none that the TLSA records of the host name");
        }
        List<String> certified = CertificateNames.orCommonName(own);
        return names.stream().anyMatch(name -> CertificateNames.match(certified, name))
                ? Optional.empty()
                : Optional.of("the certificate is for " + String.join(", ", certified));
    }

    /**
     * Whether signatures lead from a certificate to the anchor.
     *
     * @param left how many more of them are followed
     * @param below certificates of authorities below it
     */
    private static boolean leadsTo(
            TlsaRecord anchor,
            X509Certificate certificate,
            List<X509Certificate> chain,
            Instant now,
            int left,
            int below) {
        if (left == 0
                || now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            return false;
        }
        if (signedBy(certificate, whole(anchor))) {
            return true;
        }
        for (X509Certificate issuer : chain) {
            boolean issued =
                    issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                            && !issuer.equals(certificate)
                            && maySign(issuer, below)
                            && isSignedBy(certificate, issuer.getPublicKey());
            if (issued
                    && (TlsaMatch.names(anchor, issuer)
                            || leadsTo(anchor, issuer, chain, now, left - 1, below + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean maySign(X509Certificate issuer, int below) {
        boolean[] uses = issuer.getKeyUsage();
        return issuer.getBasicConstraints() >= below && (uses == null || uses[KEY_CERT_SIGN]);
    }

    private static boolean signedBy(X509Certificate certificate, Optional<PublicKey> key) {
        return key.isPresent() && isSignedBy(certificate, key.get());
    }

    private static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The key of an anchor that stands whole in its record; empty: only its digest does. */
    private static Optional<PublicKey> whole(TlsaRecord anchor) {
        if (anchor.matching() != TlsaMatch.WHOLE) {
            return Optional.empty();
        }
        return anchor.selector() == TlsaMatch.CERTIFICATE
                ? ofCertificate(anchor.data())
                : ofKey(anchor.data());
    }

    private static Optional<PublicKey> ofCertificate(byte[] octets) {
        try {
            return CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(octets))
                            instanceof X509Certificate certificate
                    ? Optional.of(certificate.getPublicKey())
                    : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> ofKey(byte[] octets) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return Optional.of(
                        KeyFactory.getInstance(algorithm)
                                .generatePublic(new X509EncodedKeySpec(octets)));
            } catch (GeneralSecurityException e) {
                // It is a key of another algorithm, or none.
            }
        }
        return Optional.empty();
    }
}
