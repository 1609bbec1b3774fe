package posthorn.mailbox.signin;

import com.ongres.stringprep.Profile;
import com.ongres.stringprep.Stringprep;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramOctets;

/** The keys of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677), and whether somebody has them. */
public final class Scram {

    /** The fewest iterations that RFC 7677 §4 wants. */
    public static final int FEWEST_ITERATIONS = 4096;

    private static final int KEY_BITS = 256;
    private static final String HMAC = "HmacSHA256";
    private static final Profile SASLPREP = Stringprep.getProvider("SASLprep");

    private Scram() {}

    /**
     * What is kept of a password. Takes milliseconds of a processor, the more the more iterations
     * there are.
     *
     * @param password not empty
     */
    public static ScramKeys keys(String password, ScramKeys.Salt salt) {
        byte[] salted = salted(prepared(password), salt);
        return new ScramKeys(
                salt,
                ScramOctets.of(sha256(hmac(salted, "Client Key"))),
                ScramOctets.of(hmac(salted, "Server Key")));
    }

    /**
     * What the server says to whoever has proven that they know the password; empty: they have not.
     */
    public static Optional<ScramOctets> signature(Credential.ScramProof proof, ScramKeys keys) {
        byte[] clientSignature = hmac(keys.storedKey().toArray(), proof.authMessage());
        byte[] clientKey = proof.proof().toArray();
        if (clientKey.length != clientSignature.length) {
            return Optional.empty();
        }
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= clientSignature[i];
        }
        return ScramOctets.of(sha256(clientKey)).equals(keys.storedKey())
                ? Optional.of(ScramOctets.of(hmac(keys.serverKey().toArray(), proof.authMessage())))
                : Optional.empty();
    }

    /** SASLprep (RFC 4013); what it does not know is taken as it is, as other servers do, too. */
    private static String prepared(String password) {
        try {
            String prepared = SASLPREP.prepareStored(password);
            return prepared.isEmpty() ? password : prepared;
        } catch (IllegalArgumentException notPrepared) {
            return password;
        }
    }

    private static byte[] salted(String password, ScramKeys.Salt salt) {
        PBEKeySpec spec =
                new PBEKeySpec(
                        password.toCharArray(),
                        salt.octets().toArray(),
                        salt.iterations(),
                        KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        return hmac(key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC-SHA-256. */
    public static byte[] hmac(byte[] key, byte[] octets) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
