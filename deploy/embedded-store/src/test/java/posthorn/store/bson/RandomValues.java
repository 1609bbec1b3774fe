package posthorn.store.bson;

import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Values of every kind that can be a key, from a seed; often close to each other, often equal. */
final class RandomValues {
    private static final String[] TEXTS = {
        "", "a", "ab", "b", "a\0", "a\0b", "\u00fc", "\uffee", "\ud83d\ude00", "z"
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.0,
        -1.5,
        0.1,
        1e300,
        -1e300,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0x1p53,
        0x1p53 + 2,
        0x1p63,
        -0x1p63,
        Double.MIN_VALUE
    };
    private static final long[] LONGS = {
        0,
        1,
        -1,
        255,
        256,
        (1L << 53) - 1,
        1L << 53,
        (1L << 53) + 1,
        (1L << 53) + 3,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE - 600,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1
    };

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    BsonValue next() {
        return next(2);
    }

    private BsonValue next(int depth) {
        return switch (random.nextInt(depth > 0 ? 15 : 13)) {
            case 0 -> new BsonInt32(random.nextInt(5) - 2);
            case 1 -> new BsonInt64(LONGS[random.nextInt(LONGS.length)]);
            case 2 -> new BsonDouble(DOUBLES[random.nextInt(DOUBLES.length)]);
            case 3, 4 -> new BsonString(TEXTS[random.nextInt(TEXTS.length)]);
            case 5 -> new BsonBinary((byte) random.nextInt(3), bytes(random.nextInt(3)));
            case 6 -> new BsonObjectId(new ObjectId(random.nextInt(3), random.nextInt(3)));
            case 7 -> BsonBoolean.valueOf(random.nextBoolean());
            case 8 -> new BsonDateTime(random.nextInt(5) - 2);
            case 9 -> new BsonTimestamp(random.nextInt(3), random.nextInt(3));
            case 10 -> BsonNull.VALUE;
            case 11 -> random.nextBoolean() ? new BsonMinKey() : new BsonMaxKey();
            case 12 -> new BsonRegularExpression(TEXTS[random.nextInt(2)]);
            case 13 -> document(depth - 1);
            default ->
                    new BsonArray(
                            IntStream.range(0, random.nextInt(3))
                                    .mapToObj(i -> next(depth - 1))
                                    .toList());
        };
    }

    private BsonDocument document(int depth) {
        BsonDocument document = new BsonDocument();
        for (int i = random.nextInt(3); i > 0; i--) {
            document.put(TEXTS[1 + random.nextInt(3)], next(depth));
        }
        return document;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
