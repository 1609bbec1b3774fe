package posthorn.protocol.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A public key as it is published in DNS. RSA keys have {@value #SHORTEST_RSA} to {@value
 * #LONGEST_RSA} bits (RFC 8301 §3.2) and an exponent of at most {@value #LONGEST_EXPONENT}, since a
 * stranger chooses how much work they are.
 */
public final class VerificationKey {
    /** Bits of the shortest RSA key that is believed. */
    public static final int SHORTEST_RSA = 1024;

    /** Bits of the longest RSA key that is computed with. */
    public static final int LONGEST_RSA = 4096;

    /** Bits of the longest exponent of an RSA key. */
    public static final int LONGEST_EXPONENT = 64;

    private static final int ED25519_OCTETS = 32;

    /** SubjectPublicKeyInfo (RFC 8410 §4) up to the 32 octets of the key. */
    private static final byte[] ED25519_PREFIX = {
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    /** AlgorithmIdentifier of rsaEncryption (RFC 3279 §2.3.1). */
    private static final byte[] RSA_ALGORITHM = {
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private final SigningAlgorithm algorithm;
    private final PublicKey key;
    private final String published;

    private VerificationKey(SigningAlgorithm algorithm, PublicKey key, byte[] published) {
        this.algorithm = algorithm;
        this.key = key;
        this.published = Base64.getEncoder().encodeToString(published);
    }

    /**
     * The key in the octets that a record holds: for RSA SubjectPublicKeyInfo, which everybody
     * publishes, or RSAPublicKey, which RFC 6376 §3.6.1 names; for Ed25519 the 32 octets themselves
     * (RFC 8463 §4).
     *
     * @throws GeneralSecurityException when it is no key, or one that is not believed; its message
     *     says why in words
     */
    public static VerificationKey of(SigningAlgorithm algorithm, byte[] published)
            throws GeneralSecurityException {
        return new VerificationKey(
                algorithm,
                switch (algorithm) {
                    case RSA_SHA256 -> rsa(published);
                    case ED25519_SHA256 -> ed25519(published);
                },
                published);
    }

    /** What it checks. */
    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    /** Bits of the key; of an RSA key, of its modulus. */
    public int bits() {
        return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 8 * ED25519_OCTETS;
    }

    /** The octets that are published, in base64. */
    public String published() {
        return published;
    }

    /**
     * Whether this is the key's signature over the octets. For Ed25519 their SHA-256 is signed (RFC
     * 8463 §3).
     */
    public boolean verifies(byte[] octets, byte[] signature) {
        try {
            Signature check = Signature.getInstance(jcaName(algorithm));
            check.initVerify(key);
            check.update(signedOctets(algorithm, octets));
            return check.verify(signature);
        } catch (SignatureException notOfThisForm) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java computes " + algorithm.word(), e);
        }
    }

    static String jcaName(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case RSA_SHA256 -> "SHA256withRSA";
            case ED25519_SHA256 -> "Ed25519";
        };
    }

    static byte[] signedOctets(SigningAlgorithm algorithm, byte[] octets) {
        return switch (algorithm) {
            case RSA_SHA256 -> octets;
            case ED25519_SHA256 -> BodyDigest.sha256().digest(octets);
        };
    }

    private static PublicKey ed25519(byte[] published) throws GeneralSecurityException {
        if (published.length != ED25519_OCTETS) {
            throw new GeneralSecurityException("an Ed25519 key has 32 octets");
        }
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(join(ED25519_PREFIX, published)));
    }

    private static PublicKey rsa(byte[] published) throws GeneralSecurityException {
        RSAPublicKey key = readRsa(published);
        int bits = key.getModulus().bitLength();
        if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
            throw new GeneralSecurityException(
                    "the RSA key has %d bits, %d to %d are accepted"
                            .formatted(bits, SHORTEST_RSA, LONGEST_RSA));
        }
        BigInteger exponent = key.getPublicExponent();
        if (exponent.bitLength() > LONGEST_EXPONENT || !exponent.testBit(0)) {
            throw new GeneralSecurityException("the exponent of the RSA key is not accepted");
        }
        return key;
    }

    private static RSAPublicKey readRsa(byte[] published) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("RSA");
        try {
            return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(published));
        } catch (GeneralSecurityException notWrapped) {
            try {
                return (RSAPublicKey)
                        factory.generatePublic(new X509EncodedKeySpec(wrap(published)));
            } catch (GeneralSecurityException e) {
                throw new GeneralSecurityException(
                        "the record holds no RSA key that can be read", e);
            }
        }
    }

    /** SubjectPublicKeyInfo around an RSAPublicKey (RFC 5280 §4.1). */
    private static byte[] wrap(byte[] rsaPublicKey) {
        byte[] bits = tagged(0x03, join(new byte[] {0}, rsaPublicKey));
        return tagged(0x30, join(RSA_ALGORITHM, bits));
    }

    private static byte[] tagged(int tag, byte[] content) {
        int length = content.length;
        byte[] head =
                length < 0x80
                        ? new byte[] {(byte) tag, (byte) length}
                        : new byte[] {
                            (byte) tag,
                            (byte) 0x83,
                            (byte) (length >> 16),
                            (byte) (length >> 8),
                            (byte) length
                        };
        return join(head, content);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
