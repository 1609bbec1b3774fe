package posthorn.protocol.tlsrpt;

import java.util.Locale;
import java.util.Optional;

/** What went wrong with TLS, in the words of reports (RFC 8460 §4.3). */
public enum TlsResultType {
    /** The host does not offer STARTTLS. */
    STARTTLS_NOT_SUPPORTED,
    /** The certificate is for another name. */
    CERTIFICATE_HOST_MISMATCH,
    /** It has expired, or is not valid yet. */
    CERTIFICATE_EXPIRED,
    /** No authority that is known vouches for it. */
    CERTIFICATE_NOT_TRUSTED,
    /** Anything else. */
    VALIDATION_FAILURE,
    /** None of the TLSA records can be used. */
    TLSA_INVALID,
    /** An answer of DNS should have been authentic, and nobody gave one. */
    DNSSEC_INVALID,
    /** DANE is wanted, and there are no records. */
    DANE_REQUIRED,
    /** The policy could not be fetched. */
    STS_POLICY_FETCH_ERROR,
    /** What was fetched is no policy. */
    STS_POLICY_INVALID,
    /** The certificate of the policy's host is not valid. */
    STS_WEBPKI_INVALID;

    /** As it stands in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type of that word; empty: there is none. */
    public static Optional<TlsResultType> of(String word) {
        for (TlsResultType type : values()) {
            if (type.word().equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
