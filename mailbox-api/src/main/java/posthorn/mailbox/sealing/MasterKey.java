package posthorn.mailbox.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which secrets are sealed before they are stored: AES-256 in Galois/Counter Mode
 * (NIST SP 800-38D). What it is made of stands in a file that the store never sees. Safe for all
 * threads.
 *
 * <pre>
 * sealed = version(1) key-id(4) nonce(12) ciphertext tag(16)
 * </pre>
 */
public final class MasterKey {
    private static final byte VERSION = 1;
    private static final int ID = 4;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKeySpec key;
    private final byte[] id;
    private final SecureRandom random;

    private MasterKey(SecretKeySpec key, byte[] id, SecureRandom random) {
        this.key = key;
        this.id = id;
        this.random = random;
    }

    /** A secret cannot be opened. */
    public static final class CannotOpen extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotOpen(String reason) {
            super(reason);
        }
    }

    /**
     * The key that follows from the text of a file.
     *
     * @param text at least 16 characters, hard to guess
     */
    public static MasterKey of(String text, SecureRandom random) {
        return new MasterKey(
                new SecretKeySpec(derived(text, "posthorn secrets at rest"), "AES"),
                Arrays.copyOf(derived(text, "posthorn id of the master key"), ID),
                random);
    }

    /**
     * A secret, sealed.
     *
     * @param what names the secret: only under the same name it can be opened
     */
    public byte[] seal(byte[] secret, String what) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, secret, what);
        return ByteBuffer.allocate(1 + ID + NONCE + sealed.length)
                .put(VERSION)
                .put(id)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * A secret that was sealed.
     *
     * @throws CannotOpen when it was sealed under another key or name, or is damaged
     */
    public byte[] open(byte[] sealed, String what) {
        if (sealed.length < 1 + ID + NONCE || sealed[0] != VERSION) {
            throw new CannotOpen("the secret of " + what + " is not sealed in a known way");
        }
        if (!Arrays.equals(sealed, 1, 1 + ID, id, 0, ID)) {
            throw new CannotOpen(
                    "the secret of "
                            + what
                            + " was sealed under another key than the one in"
                            + " posthorn.master-key-file");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1 + ID, 1 + ID + NONCE);
        return crypt(
                Cipher.DECRYPT_MODE,
                nonce,
                Arrays.copyOfRange(sealed, 1 + ID + NONCE, sealed.length),
                what);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] octets, String what) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(what.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new CannotOpen("the secret of " + what + " is damaged");
        }
    }

    private static byte[] derived(String text, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey";
    }
}
