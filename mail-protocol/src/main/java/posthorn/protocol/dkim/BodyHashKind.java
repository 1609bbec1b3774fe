package posthorn.protocol.dkim;

import java.util.OptionalLong;

/**
 * A hash of a body that a signature wants. It is always SHA-256: SHA-1 has ended (RFC 8301 §3.1).
 *
 * @param canonicalization form of the body that is hashed
 * @param length octets of the canonical body that are hashed, the tag {@code l=}; empty: all
 */
public record BodyHashKind(Canonicalization canonicalization, OptionalLong length) {
    /** The hash of a whole body. */
    public static BodyHashKind whole(Canonicalization canonicalization) {
        return new BodyHashKind(canonicalization, OptionalLong.empty());
    }
}
