package posthorn.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Ids of accepted messages: 128 bits as 26 lower-case characters of base32 (RFC 4648 §6, without
 * padding).
 *
 * <p>A message that came in has a random id. A message that follows from another (a delivery status
 * notification, a redirect) has an id that is derived from what it follows from, so that producing
 * it twice is one message.
 */
public final class MessageIds {

    /** Characters of an id. */
    public static final int LENGTH = 26;

    private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final int BYTES = 16;

    private MessageIds() {}

    /** A new id; {@code random} has to be a secure source, since an id must not be guessable. */
    public static String random(RandomGenerator random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return encode(bits);
    }

    /**
     * The id of a message that follows from {@code parent}.
     *
     * @param recipient position of the recipient that caused it, as text; empty: the message as a
     *     whole
     * @param kind what it is, as in {@code dsn}
     * @param ordinal position among the messages of that kind in the recorded result, from 0
     */
    public static String derived(String parent, String recipient, String kind, int ordinal) {
        MessageDigest digest = sha256();
        for (String part : new String[] {parent, recipient, kind, Integer.toString(ordinal)}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return encode(Arrays.copyOf(digest.digest(), BYTES));
    }

    /** Whether {@code id} has the form of an id. */
    public static boolean isId(String id) {
        return id.length() == LENGTH
                && id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'));
    }

    private static String encode(byte[] bits) {
        char[] id = new char[LENGTH];
        long buffer = 0;
        int held = 0;
        int at = 0;
        for (byte b : bits) {
            buffer = (buffer << 8) | (b & 0xff);
            held += 8;
            while (held >= 5) {
                held -= 5;
                id[at++] = ALPHABET[(int) (buffer >>> held) & 31];
            }
        }
        id[at] = ALPHABET[(int) (buffer << (5 - held)) & 31];
        return new String(id);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
