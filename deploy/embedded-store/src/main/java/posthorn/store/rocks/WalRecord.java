package posthorn.store.rocks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One write batch in RocksDB's log.
 *
 * <pre>
 * batch = sequence(8) count(4) *operation %x03 %x08 durable(8)     ; numbers are little-endian
 * </pre>
 *
 * The last operation is "log data" of RocksDB, which stands in the log and nowhere else.
 *
 * @param sequence the sequence number of its first operation
 * @param count how many operations have a number; log data has none
 * @param durable the sequence number up to which the log was on the disk when this was written; 0
 *     when it does not say
 */
record WalRecord(long sequence, long count, long durable) {
    private static final int HEADER = 12;
    private static final int COUNT_AT = 8;
    private static final byte LOG_DATA = 3;
    private static final int MARK_BYTES = 8;

    /** The log data with which a batch ends. */
    static byte[] mark(long durable) {
        return ByteBuffer.allocate(MARK_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(durable)
                .array();
    }

    /** The record of a batch, or null when the octets are too few to be one. */
    static @Nullable WalRecord of(byte[] batch) {
        if (batch.length < HEADER) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN);
        long count = Integer.toUnsignedLong(in.getInt(COUNT_AT));
        return new WalRecord(in.getLong(0), count, durable(batch, in));
    }

    private static long durable(byte[] batch, ByteBuffer in) {
        int mark = batch.length - MARK_BYTES;
        byte[] tag = {LOG_DATA, MARK_BYTES};
        return mark - tag.length >= HEADER
                        && Arrays.equals(batch, mark - tag.length, mark, tag, 0, tag.length)
                ? in.getLong(mark)
                : 0;
    }

    /** The sequence number after its last operation. */
    long next() {
        return sequence + count;
    }
}
