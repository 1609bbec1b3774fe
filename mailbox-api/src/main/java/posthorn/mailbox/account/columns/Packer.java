package posthorn.mailbox.account.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes numbers in as few octets as they need (seven bits an octet, lowest first), and texts. Not
 * thread-safe.
 */
public final class Packer {
    private byte[] buffer = new byte[256];
    private int length;

    private void room(int octets) {
        if (buffer.length - length < octets) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + octets));
        }
    }

    /** Adds a number; small ones that are not negative take little room. */
    public Packer number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
        return this;
    }

    /** Adds a number that may be negative; those near 0 take little room. */
    public Packer signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    /** Adds a text in UTF-8. */
    public Packer text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds octets with their number. */
    public Packer bytes(byte[] bytes) {
        number(bytes.length);
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    /** All that was added. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }
}
