package posthorn.protocol.dkim;

/**
 * The end of a check of one signature.
 *
 * @param status how it ended
 * @param domain who signs, tag {@code d=}, folded to A-labels where it could be read; empty: not
 *     told
 * @param selector tag {@code s=}; empty: not told
 * @param identity on whose behalf (octets), tag {@code i=}; empty: not told
 * @param algorithm tag {@code a=}; empty: not told
 * @param signaturePrefix first 8 characters of {@code b=}, which tell signatures apart (RFC 6008);
 *     empty: not told
 * @param keyBits bits of the key, of an RSA key those of its modulus; 0: no key was used
 * @param testing the key's record says that the domain only tries DKIM out
 * @param unsignedOctets octets at the end of the body that {@code l=} leaves out: anybody may have
 *     added them
 * @param reason in words; empty when it passed
 */
public record SignatureResult(
        DkimStatus status,
        String domain,
        String selector,
        String identity,
        String algorithm,
        String signaturePrefix,
        int keyBits,
        boolean testing,
        long unsignedOctets,
        String reason) {
    private static final int PREFIX = 8;

    static SignatureResult of(UnusableSignature field, DkimStatus status) {
        return new SignatureResult(
                status,
                field.domain(),
                field.selector(),
                "",
                field.algorithm(),
                "",
                0,
                false,
                0,
                field.reason());
    }

    static SignatureResult of(DkimSignature signature, DkimStatus status, String reason) {
        return new SignatureResult(
                status,
                signature.domain().folded(),
                signature.key().selector().folded(),
                signature.identity(),
                signature.algorithm().word(),
                signature
                        .signature()
                        .substring(0, Math.min(PREFIX, signature.signature().length())),
                0,
                false,
                0,
                reason);
    }

    /** The same, with what is known of the key. */
    SignatureResult with(KeyRecord.Active record) {
        return new SignatureResult(
                status,
                domain,
                selector,
                identity,
                algorithm,
                signaturePrefix,
                record.key().bits(),
                record.testing(),
                unsignedOctets,
                reason);
    }

    /** The same, with the octets that are not signed. */
    SignatureResult leavingOut(long octets) {
        return new SignatureResult(
                status,
                domain,
                selector,
                identity,
                algorithm,
                signaturePrefix,
                keyBits,
                testing,
                octets,
                reason);
    }
}
