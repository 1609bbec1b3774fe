package posthorn.mailbox.account.columns;

import java.util.Arrays;

/**
 * What never changes about messages: UID, body, size, internal date. Immutable.
 *
 * @param uids unsigned, ascending
 * @param bodies names of the stored bodies
 * @param sizes octets
 * @param dates milliseconds since 1970, UTC
 */
public record MessageColumns(int[] uids, TextColumn bodies, long[] sizes, long[] dates) {
    /** Columns of that many rows, to be filled before anybody else sees them. */
    public static MessageColumns of(int count) {
        return new MessageColumns(
                new int[count], TextColumn.EMPTY, new long[count], new long[count]);
    }

    /** The same rows with their bodies. */
    public MessageColumns with(String[] names) {
        return new MessageColumns(uids, TextColumn.EMPTY.append(names), sizes, dates);
    }

    /** Number of messages, expunged ones included. */
    public int count() {
        return uids.length;
    }

    long uid(int row) {
        return Integer.toUnsignedLong(uids[row]);
    }

    /** Row of the first UID that is not below {@code uid}; {@link #count()} when there is none. */
    int firstNotBefore(long uid) {
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

    MessageColumns append(MessageColumns more) {
        var texts = new String[more.count()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = more.bodies.get(i);
        }
        return new MessageColumns(
                joined(uids, more.uids),
                bodies.append(texts),
                joined(sizes, more.sizes),
                joined(dates, more.dates));
    }

    static int[] joined(int[] a, int[] b) {
        var both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    static long[] joined(long[] a, long[] b) {
        var both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
