package posthorn.protocol.dane;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import posthorn.protocol.dns.TlsaRecord;

/** Which TLSA records can be used, and whether one names a certificate (RFC 7671 §4, §5, §9). */
public final class TlsaMatch {

    static final int DANE_TA = 2;
    static final int DANE_EE = 3;
    static final int CERTIFICATE = 0;
    static final int PUBLIC_KEY = 1;
    static final int WHOLE = 0;
    private static final int SHA_256 = 1;
    private static final int SHA_512 = 2;
    private static final int SHA_256_OCTETS = 32;
    private static final int SHA_512_OCTETS = 64;

    private TlsaMatch() {}

    /**
     * Those that a mail host's certificate is compared with: DANE-TA and DANE-EE (RFC 7672 §3.1)
     * with selector, matching and length as they should be. Where the strongest digest is there, a
     * weaker one for the same use does not count (RFC 7671 §9).
     */
    public static List<TlsaRecord> usable(List<TlsaRecord> records) {
        List<TlsaRecord> known = records.stream().filter(TlsaMatch::isUsable).toList();
        return known.stream()
                .filter(record ->
                        record.matching() != SHA_256 || known.stream().noneMatch(stronger(record)))
                .toList();
    }

    private static Predicate<TlsaRecord> stronger(TlsaRecord record) {
        return other ->
                other.matching() == SHA_512
                        && other.usage() == record.usage()
                        && other.selector() == record.selector();
    }

    private static boolean isUsable(TlsaRecord record) {
        boolean use = record.usage() == DANE_TA || record.usage() == DANE_EE;
        boolean selected = record.selector() == CERTIFICATE || record.selector() == PUBLIC_KEY;
        int octets = record.data().length;
        boolean length =
                switch (record.matching()) {
                    case WHOLE -> octets > 0;
                    case SHA_256 -> octets == SHA_256_OCTETS;
                    case SHA_512 -> octets == SHA_512_OCTETS;
                    default -> false;
                };
        return use && selected && length;
    }

    /** Whether a usable record names {@code certificate}, whatever its usage is. */
    static boolean names(TlsaRecord record, X509Certificate certificate) {
        byte[] compared;
        try {
            compared =
                    record.selector() == PUBLIC_KEY
                            ? certificate.getPublicKey().getEncoded()
                            : certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            return false;
        }
        return MessageDigest.isEqual(
                switch (record.matching()) {
                    case SHA_256 -> digest("SHA-256", compared);
                    case SHA_512 -> digest("SHA-512", compared);
                    default -> compared;
                },
                record.data());
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return Objects.requireNonNull(MessageDigest.getInstance(algorithm).digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
