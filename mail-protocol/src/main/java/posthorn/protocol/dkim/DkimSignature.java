package posthorn.protocol.dkim;

import java.util.List;
import java.util.OptionalLong;
import posthorn.protocol.smtp.DomainName;

/**
 * A signature that can be checked (RFC 6376 §3.5).
 *
 * @param algorithm tag {@code a=}
 * @param signature tag {@code b=}, base64 without white space
 * @param bodyHash tag {@code bh=}, base64 without white space
 * @param headerForm first half of {@code c=}
 * @param body second half of {@code c=}, and {@code l=}
 * @param key tags {@code s=} and {@code d=}: where the key is published, and who signs
 * @param identity tag {@code i=} (octets), decoded: on whose behalf, {@code [local part]@domain};
 *     the domain is {@code d=} or below it
 * @param signedFields tag {@code h=}: names of the fields that are signed, From among them
 * @param timestamp tag {@code t=}, seconds since 1970; empty: not told
 * @param expiration tag {@code x=}, seconds since 1970; empty: never
 */
public record DkimSignature(
        SigningAlgorithm algorithm,
        String signature,
        String bodyHash,
        Canonicalization headerForm,
        BodyHashKind body,
        KeyName key,
        String identity,
        List<String> signedFields,
        OptionalLong timestamp,
        OptionalLong expiration)
        implements SignatureField {
    public DkimSignature {
        signedFields = List.copyOf(signedFields);
    }

    /** The domain that signs, tag {@code d=}. */
    public DomainName domain() {
        return key.domain();
    }

    /** Whether the identity is of the signing domain itself, not of one below it. */
    boolean identityIsOfDomain() {
        String identityDomain = identity.substring(identity.lastIndexOf('@') + 1);
        return DomainName.parse(identityDomain)
                .map(name -> name.folded().equals(domain().folded()))
                .orElse(false);
    }

    /** The same with another {@code b=}. */
    DkimSignature withSignature(String base64) {
        return new DkimSignature(
                algorithm,
                base64,
                bodyHash,
                headerForm,
                body,
                key,
                identity,
                signedFields,
                timestamp,
                expiration);
    }

    /**
     * The header field (octets), folded to lines of at most 78 octets where it can be, with its
     * line break.
     */
    public String encode() {
        return SignatureFormat.encode(this);
    }
}
