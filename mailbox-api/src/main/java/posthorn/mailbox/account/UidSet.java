package posthorn.mailbox.account;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Ascending, disjoint and not touching ranges of UIDs, kept compactly. Immutable.
 *
 * <p>Ranges may reach beyond the UIDs of a mailbox ("1:4294967295"): whoever evaluates a set walks
 * the messages, not the set.
 */
public final class UidSet {
    /** The set without UIDs. */
    public static final UidSet EMPTY = new UidSet(new long[0]);

    /** First and last of each range, alternating. */
    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** Set of all UIDs. */
    public static UidSet all() {
        return new UidSet(new long[] {1, UidRange.MAX_UID});
    }

    /** Set of one UID. */
    public static UidSet of(long uid) {
        return of(List.of(new UidRange(uid, uid)));
    }

    /** Set of one range. */
    public static UidSet range(long first, long last) {
        return of(List.of(new UidRange(first, last)));
    }

    /** Set of the ranges, which may come in any order and overlap. */
    public static UidSet of(List<UidRange> ranges) {
        var sorted = ranges.toArray(UidRange[]::new);
        Arrays.sort(sorted, (a, b) -> Long.compare(a.first(), b.first()));
        var builder = new Builder();
        for (var range : sorted) {
            builder.add(range.first(), range.last());
        }
        return builder.build();
    }

    /** Number of ranges. */
    public int size() {
        return bounds.length / 2;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** First UID of the i-th range. */
    public long first(int i) {
        return bounds[2 * i];
    }

    /** Last UID of the i-th range. */
    public long last(int i) {
        return bounds[2 * i + 1];
    }

    /** Number of UIDs in all ranges. */
    public long count() {
        long count = 0;
        for (int i = 0; i < size(); i++) {
            count += last(i) - first(i) + 1;
        }
        return count;
    }

    public boolean contains(long uid) {
        int i = firstNotBefore(uid);
        return i < size() && first(i) <= uid;
    }

    /**
     * Index of the first range whose last UID is not below {@code uid}; {@link #size()} when there
     * is none.
     */
    public int firstNotBefore(long uid) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (last(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a UID of {@code first..last} is in the set. */
    public boolean touches(long first, long last) {
        int i = firstNotBefore(first);
        return i < size() && first(i) <= last;
    }

    /** Calls back with each UID, ascending. */
    public void forEach(LongConsumer uids) {
        for (int i = 0; i < size(); i++) {
            for (long uid = first(i); uid <= last(i); uid++) {
                uids.accept(uid);
            }
        }
    }

    /** View as a list of ranges. */
    public List<UidRange> ranges() {
        return new AbstractList<>() {
            @Override
            public UidRange get(int index) {
                return new UidRange(first(index), last(index));
            }

            @Override
            public int size() {
                return UidSet.this.size();
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** RFC 3501 sequence-set, as in {@code 1:3,7}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ",").append(first(i));
            if (last(i) != first(i)) {
                text.append(':').append(last(i));
            }
        }
        return text.toString();
    }

    /**
     * Collects a set from UIDs and ranges that come in ascending order of their first UID. Not
     * thread-safe.
     */
    public static final class Builder {
        private long[] bounds = new long[4];
        private int length;

        /** Adds one UID. */
        public Builder add(long uid) {
            return add(uid, uid);
        }

        /** Adds a range that starts not before any range added earlier. */
        public Builder add(long first, long last) {
            if (length > 0 && first < bounds[length - 2]) {
                throw new IllegalArgumentException("UIDs out of order: " + first);
            }
            if (length > 0 && first <= bounds[length - 1] + 1) {
                bounds[length - 1] = Math.max(last, bounds[length - 1]);
                return this;
            }
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length);
            }
            bounds[length++] = first;
            bounds[length++] = last;
            return this;
        }

        public boolean isEmpty() {
            return length == 0;
        }

        /** Set of what was added. */
        public UidSet build() {
            return length == 0 ? EMPTY : new UidSet(Arrays.copyOf(bounds, length));
        }
    }
}
