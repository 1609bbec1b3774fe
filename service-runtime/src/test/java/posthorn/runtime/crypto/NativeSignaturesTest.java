package posthorn.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the library signs Java checks, and the other way round. */
class NativeSignaturesTest {

    private static final String OURS = "PosthornSignatures";
    private static final byte[] OCTETS = "from:a@example.test".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> JAVA =
            Map.of("SHA256withRSA", "SunRsaSign", "Ed25519", "SunEC");

    @BeforeEach
    void install() {
        NativeSignatures.install();
        NativeSignatures.install();
        // The library is made for some platforms only; on others there is nothing to compare.
        Assumptions.assumeTrue(
                Security.getProvider(OURS) != null,
                "skipped: the native library for signatures, which is not made for this machine");
    }

    @AfterEach
    void remove() {
        Security.removeProvider(OURS);
    }

    @ParameterizedTest
    @CsvSource({"RSA, SHA256withRSA", "Ed25519, Ed25519"})
    void bothSidesAgree(String keys, String algorithm) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(keys).generateKeyPair();
        Provider library = Signature.getInstance(algorithm).getProvider();
        assertEquals(OURS, library.getName());
        Provider java = Security.getProvider(JAVA.get(algorithm));
        byte[] byLibrary = sign(algorithm, library, pair);
        byte[] byJava = sign(algorithm, java, pair);
        assertTrue(verify(algorithm, java, pair, byLibrary));
        assertTrue(verify(algorithm, library, pair, byJava));
        byJava[0] ^= 1;
        assertTrue(!verify(algorithm, library, pair, byJava));
    }

    @Test
    void aKeyThatTheLibraryRefusesIsJavas() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(1024, new BigInteger("68719476755")));
        KeyPair pair = generator.generateKeyPair();
        byte[] signature = sign("SHA256withRSA", Security.getProvider("SunRsaSign"), pair);
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(pair.getPublic());
        check.update(OCTETS);
        assertTrue(check.verify(signature));
    }

    private static byte[] sign(String algorithm, Provider by, KeyPair pair) throws Exception {
        Signature signature = Signature.getInstance(algorithm, by);
        signature.initSign(pair.getPrivate());
        signature.update(OCTETS);
        return signature.sign();
    }

    private static boolean verify(String algorithm, Provider by, KeyPair pair, byte[] signed)
            throws Exception {
        Signature signature = Signature.getInstance(algorithm, by);
        signature.initVerify(pair.getPublic());
        signature.update(OCTETS);
        return signature.verify(signed);
    }
}
