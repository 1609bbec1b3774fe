package posthorn.mailbox.account;

import java.util.Arrays;

/**
 * What IMAP wants to know of a message without reading it; opaque here. Immutable: the bytes are
 * never changed.
 */
public final class Facts {
    /** No facts. */
    public static final Facts NONE = new Facts(new byte[0]);

    private final byte[] bytes;

    private Facts(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Facts in their encoded form; the array is taken, not copied. */
    public static Facts of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Facts(bytes);
    }

    /** Encoded form; must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Facts facts && Arrays.equals(bytes, facts.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " octets of facts";
    }
}
