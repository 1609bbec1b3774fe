package posthorn.protocol.dkim;

import java.util.Map;
import java.util.Optional;

/**
 * The hashes of one body.
 *
 * @param hashes SHA-256 in base64 per kind; a kind that asks for more octets than the body has is
 *     missing
 * @param lengths octets of the whole body in each canonical form that was asked for
 */
public record BodyHashes(Map<BodyHashKind, String> hashes, Map<Canonicalization, Long> lengths) {
    public BodyHashes {
        hashes = Map.copyOf(hashes);
        lengths = Map.copyOf(lengths);
    }

    /** SHA-256 in base64; empty: it was not asked for, or the body is shorter than its length. */
    public Optional<String> of(BodyHashKind kind) {
        return Optional.ofNullable(hashes.get(kind));
    }

    /** Octets of the body that a hash of this kind leaves out. */
    public long leftOut(BodyHashKind kind) {
        long all = lengths.getOrDefault(kind.canonicalization(), 0L);
        return Math.max(0, all - kind.length().orElse(all));
    }
}
