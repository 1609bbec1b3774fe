package posthorn.delivery.queue;

import java.nio.charset.StandardCharsets;

/**
 * One attempt as it is kept.
 *
 * @param at milliseconds since 1970, when it ended
 * @param status RFC 3463 code; empty: none
 * @param host remote host with address and port, or the account; empty: none was reached
 * @param reply at most {@link #LONGEST_REPLY} octets in UTF-8
 */
public record Attempt(long at, String status, String host, String reply) {

    /** Octets of a reply that are kept. */
    public static final int LONGEST_REPLY = 512;

    /** Cuts {@code host} and {@code reply} to what is kept. */
    public Attempt {
        host = cut(host);
        reply = cut(reply);
    }

    /** The longest start of {@code text} within the limit that ends between two characters. */
    public static String cut(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length <= LONGEST_REPLY) {
            return text;
        }
        int end = LONGEST_REPLY;
        while ((octets[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(octets, 0, end, StandardCharsets.UTF_8);
    }
}
