package posthorn.mailbox.account;

/**
 * UIDs from {@code first} to {@code last}, both included (RFC 3501 §2.3.1.1).
 *
 * @param first 1 to 4294967295
 * @param last not below first
 */
public record UidRange(long first, long last) {
    /** Largest UID there is. */
    public static final long MAX_UID = 0xFFFF_FFFFL;

    public UidRange {
        if (first < 1 || last < first || last > MAX_UID) {
            throw new IllegalArgumentException("No range of UIDs: " + first + ":" + last);
        }
    }

    /** Number of UIDs in the range. */
    public long count() {
        return last - first + 1;
    }
}
