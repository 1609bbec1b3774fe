package posthorn.protocol.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import posthorn.protocol.smtp.DomainName;

/** Keys made for a test. */
final class TestKeys {
    static final SigningKey RSA = make("r", SigningAlgorithm.RSA_SHA256);
    static final SigningKey ED25519 = make("e", SigningAlgorithm.ED25519_SHA256);

    private TestKeys() {}

    private static SigningKey make(String selector, SigningAlgorithm algorithm) {
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(
                            algorithm == SigningAlgorithm.RSA_SHA256 ? "RSA" : "Ed25519");
            if (algorithm == SigningAlgorithm.RSA_SHA256) {
                generator.initialize(2048);
            }
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] published =
                    algorithm == SigningAlgorithm.RSA_SHA256
                            ? encoded
                            : Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            return SigningKey.of(
                    new KeyName(new DomainName(selector), new DomainName("example.test")),
                    pair.getPrivate().getEncoded(),
                    VerificationKey.of(algorithm, published));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
