package posthorn.protocol.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * SHA-256 of a canonical body, of all of it and of its first octets where a signature wants these.
 */
final class BodyDigest {
    private static final int BUFFER = 4096;

    private final byte[] buffer = new byte[BUFFER];
    private final MessageDigest digest = sha256();
    private final TreeMap<Long, BodyHashKind> limits = new TreeMap<>();
    private final Map<BodyHashKind, String> hashes = new HashMap<>();
    private final List<BodyHashKind> whole;
    private int held;
    private long length;

    BodyDigest(List<BodyHashKind> kinds) {
        whole = kinds.stream().filter(kind -> kind.length().isEmpty()).toList();
        for (BodyHashKind kind : kinds) {
            OptionalLong limit = kind.length();
            if (limit.isPresent()) {
                limits.put(limit.getAsLong(), kind);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void put(byte octet) {
        if (held == BUFFER) {
            drain();
        }
        buffer[held++] = octet;
    }

    void put(byte[] in, int from, int to) {
        if (to - from > BUFFER - held) {
            drain();
        }
        if (to - from > BUFFER) {
            hash(in, from, to);
        } else {
            System.arraycopy(in, from, buffer, held, to - from);
            held += to - from;
        }
    }

    void lineBreaks(long count) {
        for (long i = 0; i < count; i++) {
            put((byte) '\r');
            put((byte) '\n');
        }
    }

    Map<BodyHashKind, String> finish() {
        drain();
        String hash = Base64.getEncoder().encodeToString(digest.digest());
        whole.forEach(kind -> hashes.put(kind, hash));
        return hashes;
    }

    /** Octets of the whole canonical body, after its end. */
    long length() {
        return length;
    }

    private void drain() {
        hash(buffer, 0, held);
        held = 0;
    }

    private void hash(byte[] in, int from, int to) {
        int at = from;
        while (!limits.isEmpty() && limits.firstKey() <= length + (to - at)) {
            int cut = at + (int) (limits.firstKey() - length);
            digest.update(in, at, cut - at);
            length += cut - at;
            at = cut;
            hashes.put(limits.pollFirstEntry().getValue(), hashSoFar());
        }
        if (!limits.isEmpty() || !whole.isEmpty()) {
            digest.update(in, at, to - at);
        }
        length += to - at;
    }

    private String hashSoFar() {
        try {
            MessageDigest copy = (MessageDigest) digest.clone();
            return Base64.getEncoder().encodeToString(copy.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's SHA-256 can be copied", e);
        }
    }
}
