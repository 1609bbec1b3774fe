package posthorn.protocol.dkim;

import java.util.Optional;

/**
 * How a signature is made: over SHA-256, by RSA (RFC 6376 §3.3.2) or by Ed25519 (RFC 8463 §3).
 * {@code rsa-sha1} has ended (RFC 8301 §3.1).
 */
public enum SigningAlgorithm {
    /** RSASSA-PKCS1-v1_5. */
    RSA_SHA256("rsa-sha256", "rsa"),
    /** PureEdDSA over the 32 octets of the hash. */
    ED25519_SHA256("ed25519-sha256", "ed25519");

    private final String word;
    private final String keyType;

    SigningAlgorithm(String word, String keyType) {
        this.word = word;
        this.keyType = keyType;
    }

    /** Its name in a signature, the tag {@code a=}. */
    public String word() {
        return word;
    }

    /** Name of its keys in a key record, the tag {@code k=}. */
    public String keyType() {
        return keyType;
    }

    /** The algorithm of that name in a signature, in any case; empty: unknown or ended. */
    public static Optional<SigningAlgorithm> named(String word) {
        for (SigningAlgorithm one : values()) {
            if (one.word.equalsIgnoreCase(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The algorithm for keys of that type; empty: unknown. */
    static Optional<SigningAlgorithm> ofKeyType(String keyType) {
        for (SigningAlgorithm one : values()) {
            if (one.keyType.equalsIgnoreCase(keyType)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
