package posthorn.mailbox.account.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link Packer} wrote, in the same order. Not thread-safe. */
public final class Unpacker {
    private final byte[] buffer;
    private int at;

    public Unpacker(byte[] buffer) {
        this.buffer = buffer;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte octet = buffer[at++];
            value |= (octet & 0x7FL) << shift;
            if (octet >= 0) {
                return value;
            }
        }
    }

    public int count() {
        return Math.toIntExact(number());
    }

    public long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    public String text() {
        int length = count();
        at += length;
        return new String(buffer, at - length, length, StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        int length = count();
        at += length;
        return Arrays.copyOfRange(buffer, at - length, at);
    }

    public boolean isAtEnd() {
        return at == buffer.length;
    }
}
