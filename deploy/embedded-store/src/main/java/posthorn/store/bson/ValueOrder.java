package posthorn.store.bson;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonRegularExpression;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * MongoDB's total order over BSON values: first by kind (numbers of every width are one kind), then
 * by value. Two values are equal here when a query for the one finds the other: {@code 1}, {@code
 * 1L} and {@code 1.0} are.
 */
public final class ValueOrder implements Comparator<BsonValue> {
    /** The one instance; it holds no state. */
    public static final ValueOrder INSTANCE = new ValueOrder();

    private ValueOrder() {}

    /** Whether a query for one of the two values finds the other. */
    public static boolean equal(BsonValue a, BsonValue b) {
        return INSTANCE.compare(a, b) == 0;
    }

    /**
     * The rank of a kind in the order, 1 to 254: values of different ranks compare by rank alone,
     * and a range query stays within one rank.
     */
    public static int rank(BsonType type) {
        return switch (type) {
            case END_OF_DOCUMENT, UNDEFINED -> 5;
            case MIN_KEY -> 1;
            case NULL -> 10;
            case DOUBLE, INT32, INT64, DECIMAL128 -> 20;
            case STRING, SYMBOL -> 30;
            case DOCUMENT -> 40;
            case ARRAY -> 50;
            case BINARY -> 60;
            case OBJECT_ID -> 70;
            case BOOLEAN -> 80;
            case DATE_TIME -> 90;
            case TIMESTAMP -> 94;
            case REGULAR_EXPRESSION -> 100;
            case DB_POINTER -> 110;
            case JAVASCRIPT -> 120;
            case JAVASCRIPT_WITH_SCOPE -> 130;
            case MAX_KEY -> 254;
        };
    }

    @Override
    public int compare(BsonValue a, BsonValue b) {
        int ranks = Integer.compare(rank(a.getBsonType()), rank(b.getBsonType()));
        return ranks != 0 ? ranks : compareSameRank(a, b);
    }

    private int compareSameRank(BsonValue a, BsonValue b) {
        return switch (a.getBsonType()) {
            case DOUBLE, INT32, INT64, DECIMAL128 -> compareNumbers(a.asNumber(), b.asNumber());
            case STRING, SYMBOL -> compareUtf8(text(a), text(b));
            case DOCUMENT -> compareDocuments(a.asDocument(), b.asDocument());
            case ARRAY -> compareArrays(a.asArray(), b.asArray());
            case BINARY -> compareBinaries(a.asBinary(), b.asBinary());
            case OBJECT_ID -> a.asObjectId().compareTo(b.asObjectId());
            case BOOLEAN -> a.asBoolean().compareTo(b.asBoolean());
            case DATE_TIME -> a.asDateTime().compareTo(b.asDateTime());
            case TIMESTAMP -> a.asTimestamp().compareTo(b.asTimestamp());
            case REGULAR_EXPRESSION ->
                    compareRegex(a.asRegularExpression(), b.asRegularExpression());
            case END_OF_DOCUMENT, UNDEFINED, NULL, MIN_KEY, MAX_KEY -> 0;
            case DB_POINTER, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE ->
                    a.toString().compareTo(b.toString());
        };
    }

    private static String text(BsonValue value) {
        return value.isString() ? value.asString().getValue() : value.asSymbol().getSymbol();
    }

    /** By code points, as their UTF-8 bytes compare; {@code String.compareTo} goes by UTF-16. */
    private static int compareUtf8(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int compareNumbers(BsonNumber a, BsonNumber b) {
        boolean wholeA = a.isInt32() || a.isInt64();
        boolean wholeB = b.isInt32() || b.isInt64();
        if (wholeA && wholeB) {
            return Long.compare(a.longValue(), b.longValue());
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Boolean.compare(!Double.isNaN(x), !Double.isNaN(y));
        }
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return Double.compare(x, y);
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(BsonNumber number) {
        if (number.isDouble()) {
            return new BigDecimal(number.doubleValue());
        }
        if (number.isDecimal128()) {
            // Negative zero has no BigDecimal; it equals zero.
            return number.decimal128Value().compareTo(org.bson.types.Decimal128.POSITIVE_ZERO) == 0
                            || number.doubleValue() == 0
                    ? BigDecimal.ZERO
                    : number.decimal128Value().bigDecimalValue();
        }
        return BigDecimal.valueOf(number.longValue());
    }

    private int compareDocuments(BsonDocument a, BsonDocument b) {
        Iterator<Map.Entry<String, BsonValue>> left = a.entrySet().iterator();
        Iterator<Map.Entry<String, BsonValue>> right = b.entrySet().iterator();
        while (left.hasNext() && right.hasNext()) {
            Map.Entry<String, BsonValue> x = left.next();
            Map.Entry<String, BsonValue> y = right.next();
            int order =
                    Integer.compare(
                            rank(x.getValue().getBsonType()), rank(y.getValue().getBsonType()));
            order = order != 0 ? order : compareUtf8(x.getKey(), y.getKey());
            order = order != 0 ? order : compareSameRank(x.getValue(), y.getValue());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private int compareArrays(BsonArray a, BsonArray b) {
        int length = Math.min(a.size(), b.size());
        for (int i = 0; i < length; i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** By length, then by subtype, then by content, as MongoDB does. */
    private static int compareBinaries(BsonBinary a, BsonBinary b) {
        int order = Integer.compare(a.getData().length, b.getData().length);
        order = order != 0 ? order : Byte.compareUnsigned(a.getType(), b.getType());
        return order != 0 ? order : Arrays.compareUnsigned(a.getData(), b.getData());
    }

    private static int compareRegex(BsonRegularExpression a, BsonRegularExpression b) {
        int order = compareUtf8(a.getPattern(), b.getPattern());
        return order != 0 ? order : compareUtf8(a.getOptions(), b.getOptions());
    }
}
