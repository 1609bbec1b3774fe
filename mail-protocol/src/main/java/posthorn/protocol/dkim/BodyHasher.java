package posthorn.protocol.dkim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hashes of a body that streams: it is given in pieces of any size, read once and never held.
 * However many kinds are asked for, each canonical form is made and hashed once. To be used by one
 * thread at a time.
 *
 * <p>The body is what follows the empty line after the header (RFC 5322 §2.1).
 */
public final class BodyHasher {
    private final Map<Canonicalization, BodyDigest> digests = new EnumMap<>(Canonicalization.class);
    private final List<CanonicalBody> bodies = new ArrayList<>();

    /** A hasher of one body. */
    public BodyHasher(Collection<BodyHashKind> kinds) {
        for (Canonicalization canonicalization : Canonicalization.values()) {
            List<BodyHashKind> wanted =
                    kinds.stream()
                            .filter(kind -> kind.canonicalization() == canonicalization)
                            .toList();
            if (!wanted.isEmpty()) {
                BodyDigest digest = new BodyDigest(wanted);
                digests.put(canonicalization, digest);
                bodies.add(
                        switch (canonicalization) {
                            case SIMPLE -> new SimpleBody(digest);
                            case RELAXED -> new RelaxedBody(digest);
                        });
            }
        }
    }

    /** The next octets of the body, {@code in[from..to)}. They are not kept. */
    public void update(byte[] in, int from, int to) {
        for (CanonicalBody body : bodies) {
            body.update(in, from, to);
        }
    }

    /** The next octets of the body: what remains in the buffer, whose position stays. */
    public void update(ByteBuffer octets) {
        if (bodies.isEmpty()) {
            return;
        }
        if (octets.hasArray()) {
            int from = octets.arrayOffset() + octets.position();
            update(octets.array(), from, from + octets.remaining());
        } else {
            byte[] copy = new byte[octets.remaining()];
            octets.duplicate().get(copy);
            update(copy, 0, copy.length);
        }
    }

    /** The hashes, when the body has ended. To be called once. */
    public BodyHashes finish() {
        bodies.forEach(CanonicalBody::finish);
        Map<BodyHashKind, String> hashes = new HashMap<>();
        Map<Canonicalization, Long> lengths = new EnumMap<>(Canonicalization.class);
        digests.forEach((canonicalization, digest) -> {
            hashes.putAll(digest.finish());
            lengths.put(canonicalization, digest.length());
        });
        return new BodyHashes(hashes, lengths);
    }
}
