package posthorn.store.rocks;

import java.util.Arrays;

/**
 * Keys from {@code start} up to {@code end}, without the latter. A point is the one key {@code
 * start}.
 */
record KeyRange(byte[] start, byte[] end, boolean point) {
    boolean contains(byte[] key) {
        return point
                ? Arrays.equals(key, start)
                : Arrays.compareUnsigned(key, start) >= 0 && Arrays.compareUnsigned(key, end) < 0;
    }
}
