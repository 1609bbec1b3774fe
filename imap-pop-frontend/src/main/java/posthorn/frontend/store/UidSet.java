package posthorn.frontend.store;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A set of UIDs (or of sequence numbers): ascending ranges that neither overlap nor touch.
 * Immutable.
 *
 * <p>Its text is a {@code sequence-set} of RFC 3501 §9 without {@code *}; the empty set, which has
 * no such form, is the empty text.
 */
public final class UidSet {

    /** No UID. */
    public static final UidSet EMPTY = new UidSet(new long[0]);

    /** first, last, first, last … */
    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** One UID. */
    public static UidSet of(long uid) {
        return new UidSet(new long[] {uid, uid});
    }

    /** From first to last, both included; empty when last is smaller. */
    public static UidSet range(long first, long last) {
        return last < first ? EMPTY : new UidSet(new long[] {first, last});
    }

    /** A builder that takes UIDs and ranges in any order. */
    public static Builder builder() {
        return new Builder();
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** How many ranges. */
    public int ranges() {
        return bounds.length / 2;
    }

    /** First UID of range i. */
    public long first(int i) {
        return bounds[2 * i];
    }

    /** Last UID of range i, included. */
    public long last(int i) {
        return bounds[2 * i + 1];
    }

    /** How many UIDs. */
    public long count() {
        long count = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            count += bounds[i + 1] - bounds[i] + 1;
        }
        return count;
    }

    public boolean contains(long uid) {
        int low = 0;
        int high = ranges() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (uid < bounds[2 * middle]) {
                high = middle - 1;
            } else if (uid > bounds[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Whether some UID from first to last, both included, is in it. */
    public boolean intersects(long first, long last) {
        for (int i = firstRangeNotBefore(first); i < ranges(); i++) {
            return bounds[2 * i] <= last;
        }
        return false;
    }

    private int firstRangeNotBefore(long uid) {
        int low = 0;
        int high = ranges();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Each UID, ascending. */
    public void forEach(LongConsumer action) {
        for (int i = 0; i < bounds.length; i += 2) {
            for (long uid = bounds[i]; uid <= bounds[i + 1]; uid++) {
                action.accept(uid);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(bounds[i]);
            if (bounds[i + 1] != bounds[i]) {
                text.append(':').append(bounds[i + 1]);
            }
        }
        return text.toString();
    }

    /** Collects UIDs; cheap when they come in ascending order. */
    public static final class Builder {

        private long[] bounds = new long[8];
        private int length;
        private boolean ascending = true;

        private Builder() {}

        public Builder add(long uid) {
            return add(uid, uid);
        }

        /** From first to last, both included; nothing when last is smaller. */
        public Builder add(long first, long last) {
            if (last < first) {
                return this;
            }
            if (length > 0
                    && ascending
                    && first >= bounds[length - 2]
                    && first <= bounds[length - 1] + 1) {
                bounds[length - 1] = Math.max(bounds[length - 1], last);
                return this;
            }
            ascending &= length == 0 || first > bounds[length - 1];
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length);
            }
            bounds[length++] = first;
            bounds[length++] = last;
            return this;
        }

        public Builder addAll(UidSet set) {
            for (int i = 0; i < set.ranges(); i++) {
                add(set.first(i), set.last(i));
            }
            return this;
        }

        public boolean isEmpty() {
            return length == 0;
        }

        public UidSet build() {
            if (length == 0) {
                return EMPTY;
            }
            return new UidSet(ascending ? Arrays.copyOf(bounds, length) : sorted());
        }

        private long[] sorted() {
            Integer[] order = new Integer[length / 2];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compare(bounds[2 * a], bounds[2 * b]));
            Builder result = new Builder();
            for (int i : order) {
                result.add(bounds[2 * i], bounds[2 * i + 1]);
            }
            return Arrays.copyOf(result.bounds, result.length);
        }
    }
}
