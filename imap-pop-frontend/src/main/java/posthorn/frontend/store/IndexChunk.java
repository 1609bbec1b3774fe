package posthorn.frontend.store;

import java.util.Arrays;

/**
 * A run of messages by ascending UID, as columns. Never changed once it is in an index; columns may
 * be shared.
 */
record IndexChunk(int[] uids, long[] flags, long[] modSeqs, int[] octets, long[] dates) {

    static final int CAPACITY = 512;

    int size() {
        return uids.length;
    }

    long uid(int i) {
        return Integer.toUnsignedLong(uids[i]);
    }

    long firstUid() {
        return uid(0);
    }

    long lastUid() {
        return uid(uids.length - 1);
    }

    /** Position of the first message with this UID or a higher one; the size when there is none. */
    int lowerBound(long uid) {
        int low = 0;
        int high = uids.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    IndexChunk withFlags(UidSet set, long bits, long modSeq) {
        long[] newFlags = flags.clone();
        long[] newModSeqs = modSeqs.clone();
        for (int i = 0; i < uids.length; i++) {
            if (set.contains(uid(i))) {
                newFlags[i] = bits;
                newModSeqs[i] = modSeq;
            }
        }
        return new IndexChunk(uids, newFlags, newModSeqs, octets, dates);
    }

    IndexChunk without(UidSet set) {
        IndexChunk kept = ofCapacity(uids.length);
        int count = 0;
        for (int i = 0; i < uids.length; i++) {
            if (!set.contains(uid(i))) {
                kept.set(count++, this, i);
            }
        }
        return count == uids.length ? this : kept.cut(count);
    }

    IndexChunk plus(IndexChunk next) {
        IndexChunk both = ofCapacity(size() + next.size());
        for (int i = 0; i < size(); i++) {
            both.set(i, this, i);
        }
        for (int i = 0; i < next.size(); i++) {
            both.set(size() + i, next, i);
        }
        return both;
    }

    static IndexChunk ofCapacity(int rows) {
        return new IndexChunk(
                new int[rows], new long[rows], new long[rows], new int[rows], new long[rows]);
    }

    void set(int i, IndexChunk from, int j) {
        set(
                i,
                from.uid(j),
                from.flags[j],
                from.modSeqs[j],
                Integer.toUnsignedLong(from.octets[j]),
                from.dates[j]);
    }

    void set(int i, long uid, long bits, long modSeq, long size, long date) {
        uids[i] = (int) uid;
        flags[i] = bits;
        modSeqs[i] = modSeq;
        octets[i] = (int) Math.min(size, 0xFFFF_FFFFL);
        dates[i] = date;
    }

    IndexChunk cut(int rows) {
        return rows == uids.length
                ? this
                : new IndexChunk(
                        Arrays.copyOf(uids, rows),
                        Arrays.copyOf(flags, rows),
                        Arrays.copyOf(modSeqs, rows),
                        Arrays.copyOf(octets, rows),
                        Arrays.copyOf(dates, rows));
    }
}
