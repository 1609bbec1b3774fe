package posthorn.protocol.dkim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;

/**
 * The check of the signatures on one message (RFC 6376 §6.1), in three steps: the header, the body,
 * the keys. It holds the header until the end, nothing of the body.
 */
public final class DkimVerification {
    /** Records of one key name that are tried. */
    static final int MAX_RECORDS = 4;

    private static final String TOO_MANY = "the message has more signatures than are checked";

    private final SignedHeader header;
    private final List<Candidate> candidates;

    private DkimVerification(SignedHeader header, List<Candidate> candidates) {
        this.header = header;
        this.candidates = candidates;
    }

    /** A field and what it holds. */
    private record Candidate(HeaderField field, SignatureField content, boolean checked) {}

    /**
     * The signatures in a header.
     *
     * @param maxSignatures how many are checked, the topmost; for the others the result says so
     */
    public static DkimVerification of(MessageHeader header, int maxSignatures) {
        List<Candidate> candidates = new ArrayList<>();
        for (HeaderField field : header.all(SignatureField.NAME)) {
            candidates.add(
                    new Candidate(
                            field,
                            candidates.size() < maxSignatures
                                    ? SignatureField.parse(field)
                                    : new UnusableSignature("", "", "", TOO_MANY),
                            candidates.size() < maxSignatures));
        }
        return new DkimVerification(SignedHeader.of(header), List.copyOf(candidates));
    }

    /** The hashes of the body that {@link #finish} will need. */
    public Set<BodyHashKind> bodyHashes() {
        Set<BodyHashKind> kinds = new LinkedHashSet<>();
        signatures().forEach(signature -> kinds.add(signature.body()));
        return kinds;
    }

    /** The keys that {@link #finish} will need. */
    public Set<KeyName> keyNames() {
        Set<KeyName> names = new LinkedHashSet<>();
        signatures().forEach(signature -> names.add(signature.key()));
        return names;
    }

    /**
     * The results, one for each field, in the order of the fields.
     *
     * @param keys what DNS said; a name that is missing counts as unavailable
     * @param now seconds since 1970, for signatures that expire
     */
    public List<SignatureResult> finish(BodyHashes hashes, Map<KeyName, KeyLookup> keys, long now) {
        return candidates.stream().map(one -> result(one, hashes, keys, now)).toList();
    }

    private Stream<DkimSignature> signatures() {
        return candidates.stream()
                .map(Candidate::content)
                .filter(DkimSignature.class::isInstance)
                .map(DkimSignature.class::cast);
    }

    private SignatureResult result(
            Candidate candidate, BodyHashes hashes, Map<KeyName, KeyLookup> keys, long now) {
        return switch (candidate.content) {
            case UnusableSignature unusable when !candidate.checked ->
                    SignatureResult.of(unusable, DkimStatus.POLICY);
            case UnusableSignature unusable -> SignatureResult.of(unusable, DkimStatus.NEUTRAL);
            case DkimSignature signature ->
                    check(candidate.field, signature, hashes, keys, now)
                            .leavingOut(hashes.leftOut(signature.body()));
        };
    }

    private SignatureResult check(
            HeaderField field,
            DkimSignature signature,
            BodyHashes hashes,
            Map<KeyName, KeyLookup> keys,
            long now) {
        if (signature.expiration().orElse(Long.MAX_VALUE) < now) {
            return permanent(signature, "the signature has expired");
        }
        if (!sameHash(signature, hashes)) {
            return SignatureResult.of(
                    signature, DkimStatus.FAIL, "the body is not the one that was signed");
        }
        KeyLookup lookup =
                keys.getOrDefault(
                        signature.key(), new KeyLookup.Unavailable("the key was not looked up"));
        return switch (lookup) {
            case KeyLookup.Absent() -> permanent(signature, "there is no key of that name in DNS");
            case KeyLookup.Unavailable(String reason) ->
                    SignatureResult.of(signature, DkimStatus.TEMPERROR, reason);
            case KeyLookup.Known(KeyRecord record) -> with(record, field, signature);
            case KeyLookup.Found(List<String> records) -> anyOf(field, signature, records);
        };
    }

    private static boolean sameHash(DkimSignature signature, BodyHashes hashes) {
        return hashes.of(signature.body())
                .filter(hash -> Arrays.equals(decoded(hash), decoded(signature.bodyHash())))
                .isPresent();
    }

    /** Several records of one name are not defined: each is tried (RFC 6376 §6.1.2). */
    private SignatureResult anyOf(
            HeaderField field, DkimSignature signature, List<String> records) {
        SignatureResult first = permanent(signature, "there is no key of that name in DNS");
        for (int i = 0; i < Math.min(records.size(), MAX_RECORDS); i++) {
            SignatureResult result = with(KeyRecord.parse(records.get(i)), field, signature);
            if (result.status() == DkimStatus.PASS) {
                return result;
            }
            first = i == 0 ? result : first;
        }
        return first;
    }

    private SignatureResult with(KeyRecord record, HeaderField field, DkimSignature signature) {
        return switch (record) {
            case KeyRecord.Revoked() -> permanent(signature, "the key has been withdrawn");
            case KeyRecord.Unusable(String reason) -> permanent(signature, reason);
            case KeyRecord.Active active -> with(active, field, signature);
        };
    }

    private SignatureResult with(
            KeyRecord.Active active, HeaderField field, DkimSignature signature) {
        if (active.key().algorithm() != signature.algorithm()) {
            return permanent(signature, "the key is for another algorithm");
        }
        if (active.sameDomain() && !signature.identityIsOfDomain()) {
            return permanent(signature, "the key is for its own domain only");
        }
        byte[] octets = header.data(signature.signedFields(), signature.headerForm(), field);
        boolean right = active.key().verifies(octets, decoded(signature.signature()));
        return SignatureResult.of(
                        signature,
                        right ? DkimStatus.PASS : DkimStatus.FAIL,
                        right ? "" : "the header is not the one that was signed")
                .with(active);
    }

    private static SignatureResult permanent(DkimSignature signature, String reason) {
        return SignatureResult.of(signature, DkimStatus.PERMERROR, reason);
    }

    /** Octets of the signature; none when it is not base64, which no key verifies. */
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
