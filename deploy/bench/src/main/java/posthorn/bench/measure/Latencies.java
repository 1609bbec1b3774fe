package posthorn.bench.measure;

import java.util.Arrays;

/** Times in nanoseconds, added by any thread. */
public final class Latencies {

    private long[] nanos = new long[1024];
    private int size;

    /** Adds one. */
    public synchronized void add(long time) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = time;
    }

    /** How many there are. */
    public synchronized int size() {
        return size;
    }

    /** The time in milliseconds that this share of them (0 to 1) does not exceed; 0 of none. */
    public synchronized double millis(double share) {
        if (size == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        int at = (int) Math.ceil(share * size) - 1;
        return sorted[Math.clamp(at, 0, size - 1)] / 1e6;
    }
}
