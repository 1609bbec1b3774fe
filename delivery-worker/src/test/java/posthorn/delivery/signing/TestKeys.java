package posthorn.delivery.signing;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.SigningKey;
import posthorn.protocol.dkim.VerificationKey;
import posthorn.protocol.smtp.DomainName;
import posthorn.protocol.wire.SigningKeyPair;

/** Keys made for a test. */
public final class TestKeys {
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair ED25519 = pair("Ed25519");
    private static final KeyPair OTHER = pair("Ed25519");

    private TestKeys() {}

    /** The RSA key of a domain, selector {@code r}. */
    public static SigningKey rsa(String domain) {
        return key(domain, "r", RSA, published(RSA));
    }

    /** The Ed25519 key of a domain, selector {@code e}. */
    public static SigningKey ed25519(String domain) {
        return key(domain, "e", ED25519, published(ED25519));
    }

    /** A key whose published half is that of another one. */
    static SigningKey broken(String domain) {
        return key(domain, "e", ED25519, published(OTHER));
    }

    /** The Ed25519 key as {@code mailbox-api} gives it out. */
    public static SigningKeyPair wire() {
        return SigningKeyPair.newBuilder()
                .setSelector("e")
                .setAlgorithm("ed25519-sha256")
                .setSecret(ByteString.copyFrom(ED25519.getPrivate().getEncoded()))
                .setPublished(ByteString.copyFrom(published(ED25519)))
                .build();
    }

    private static SigningKey key(String domain, String selector, KeyPair pair, byte[] published) {
        try {
            return SigningKey.of(
                    new KeyName(new DomainName(selector), new DomainName(domain)),
                    pair.getPrivate().getEncoded(),
                    VerificationKey.of(algorithm(pair), published));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningAlgorithm algorithm(KeyPair pair) {
        return pair.getPublic().getAlgorithm().equals("RSA")
                ? SigningAlgorithm.RSA_SHA256
                : SigningAlgorithm.ED25519_SHA256;
    }

    private static byte[] published(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return algorithm(pair) == SigningAlgorithm.RSA_SHA256
                ? encoded
                : Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
