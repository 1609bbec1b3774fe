package posthorn.store.bson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import posthorn.store.CommandFailure;

/**
 * Turns values into bytes that sort as {@link ValueOrder} sorts the values. No encoding is a prefix
 * of another one, so encodings can stand one behind the other and still sort field by field, and
 * the complement of an encoding sorts the other way round.
 *
 * <p>The first byte is the value's rank. Numbers follow as the nearest double and the distance from
 * it, so that every 64-bit integer keeps its place among the doubles; text ends with a zero byte,
 * and zero bytes in it are escaped; binaries begin with their length, as MongoDB orders them.
 *
 * <p>Values that no index of ours holds (decimals, code, pointers) are refused with {@code
 * NotImplemented}. Not thread-safe.
 */
public final class KeyEncoder {
    private byte[] bytes = new byte[64];
    private int length;

    /** The encoding of one value. */
    public static byte[] encode(BsonValue value) {
        KeyEncoder encoder = new KeyEncoder();
        encoder.value(value);
        return encoder.toBytes();
    }

    /**
     * The smallest key above every key that begins with {@code prefix}.
     *
     * @throws IllegalArgumentException when there is none, since all bytes are 0xFF
     */
    public static byte[] successor(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        throw new IllegalArgumentException("a prefix of 0xFF bytes has no successor");
    }

    /** Appends raw bytes, such as the number of an index. */
    public KeyEncoder raw(byte... part) {
        reserve(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
        return this;
    }

    /** Appends a value. */
    public KeyEncoder value(BsonValue value) {
        put(ValueOrder.rank(value.getBsonType()));
        payload(value);
        return this;
    }

    /** Appends a value so that it sorts the other way round when {@code descending}. */
    public KeyEncoder value(BsonValue value, boolean descending) {
        int from = length;
        value(value);
        if (descending) {
            for (int i = from; i < length; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
        return this;
    }

    /** What was appended so far, as an array of its own. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void payload(BsonValue value) {
        switch (value.getBsonType()) {
            case DOUBLE, INT32, INT64 -> number(value.asNumber());
            case STRING -> text(value.asString().getValue());
            case SYMBOL -> text(value.asSymbol().getSymbol());
            case DOCUMENT -> document(value.asDocument());
            case ARRAY -> array(value.asArray());
            case BINARY -> binary(value.asBinary());
            case OBJECT_ID -> raw(value.asObjectId().getValue().toByteArray());
            case BOOLEAN -> put(value.asBoolean().getValue() ? 1 : 0);
            case DATE_TIME -> putLong(value.asDateTime().getValue() ^ Long.MIN_VALUE);
            case TIMESTAMP -> putLong(value.asTimestamp().getValue());
            case REGULAR_EXPRESSION -> {
                text(value.asRegularExpression().getPattern());
                text(value.asRegularExpression().getOptions());
            }
            case MIN_KEY, MAX_KEY, NULL, UNDEFINED, END_OF_DOCUMENT -> {}
            case DECIMAL128, DB_POINTER, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE ->
                    throw CommandFailure.notImplemented(
                            value.getBsonType() + " values in _id or in an indexed field");
        }
    }

    private void number(BsonNumber number) {
        double nearest = number.doubleValue();
        int distance = 0;
        if (!number.isDouble()) {
            long whole = number.longValue();
            // 2^63 is no long, but the nearest double of the largest ones.
            distance =
                    (int) (nearest == 0x1p63 ? whole - Long.MAX_VALUE - 1 : whole - (long) nearest);
        }
        putLong(Double.isNaN(nearest) ? 0 : sortable(nearest == 0 ? 0 : nearest));
        put((distance + 0x8000) >>> 8);
        put(distance + 0x8000);
    }

    private static long sortable(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }

    private void text(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            put(b);
            if (b == 0) {
                put(0xFF);
            }
        }
        put(0);
        put(0);
    }

    private void document(BsonDocument document) {
        for (Map.Entry<String, BsonValue> field : document.entrySet()) {
            put(ValueOrder.rank(field.getValue().getBsonType()));
            text(field.getKey());
            payload(field.getValue());
        }
        put(0);
    }

    private void array(BsonArray array) {
        array.forEach(this::value);
        put(0);
    }

    private void binary(BsonBinary binary) {
        putInt(binary.getData().length);
        put(binary.getType());
        raw(binary.getData());
    }

    private void putInt(int value) {
        put(value >>> 24);
        put(value >>> 16);
        put(value >>> 8);
        put(value);
    }

    private void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    private void put(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
