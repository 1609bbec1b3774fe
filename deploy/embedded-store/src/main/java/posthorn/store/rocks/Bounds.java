package posthorn.store.rocks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.bson.BsonNull;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.bson.KeyEncoder;
import posthorn.store.query.FieldTest;
import posthorn.store.query.Filter.Conjunct;
import posthorn.store.query.SortOrder;

/**
 * What a filter says about one field of an index: certain values, or a range, or nothing. What it
 * says may be too wide (the filter is asked again for each document), never too narrow.
 *
 * @param points the encodings of the only values that can match, null when it is a range
 * @param lower the lower end of the range
 * @param upper the upper end of the range
 * @param element the array whose one element meets the bounds, empty when they are not from {@code
 *     $elemMatch}
 */
record Bounds(
        @Nullable List<byte[]> points, @Nullable End lower, @Nullable End upper, String element) {

    /** An end of a range: keys that begin with these bytes are inside when {@code inclusive}. */
    record End(byte[] bytes, boolean inclusive) {}

    /**
     * What the conjuncts say about the field, null for nothing.
     *
     * @param manyKeys whether one document may have several keys here: then each key meets only
     *     what one condition, or one {@code $elemMatch}, asks
     */
    static @Nullable Bounds of(SortOrder.Field field, List<Conjunct> conjuncts, boolean manyKeys) {
        List<Conjunct> own = conjuncts.stream().filter(c -> c.path().equals(field.path())).toList();
        for (Conjunct conjunct : own) {
            Collection<BsonValue> values = values(conjunct.test());
            if (values != null) {
                return new Bounds(points(values, field), null, null, conjunct.element());
            }
        }
        End lower = null;
        End upper = null;
        String element = null;
        for (Conjunct conjunct : own) {
            if (!(conjunct.test() instanceof FieldTest.Range range) || !serves(range)) {
                continue;
            }
            boolean joins =
                    element == null
                            || !manyKeys
                            || (!element.isEmpty() && element.equals(conjunct.element()));
            if (!joins) {
                continue;
            }
            element = element == null ? conjunct.element() : element;
            lower = range.above() && lower == null ? end(range) : lower;
            upper = !range.above() && upper == null ? end(range) : upper;
        }
        return element == null ? null : bracketed(lower, upper, element);
    }

    /** A missing end of a range is where the kind of the other end begins or ends. */
    private static Bounds bracketed(@Nullable End lower, @Nullable End upper, String element) {
        byte kind = lower != null ? lower.bytes[0] : upper != null ? upper.bytes[0] : 0;
        End open = new End(new byte[] {kind}, true);
        return new Bounds(
                null, lower == null ? open : lower, upper == null ? open : upper, element);
    }

    private static boolean serves(FieldTest.Range range) {
        return !range.unbounded() && !range.operand().isArray() && !range.operand().isNull();
    }

    private static End end(FieldTest.Range range) {
        return new End(KeyEncoder.encode(range.operand()), range.inclusive());
    }

    private static @Nullable Collection<BsonValue> values(FieldTest test) {
        Collection<BsonValue> values =
                switch (test) {
                    case FieldTest.Equal equal -> List.of(equal.operand());
                    case FieldTest.In in -> in.operands();
                    default -> null;
                };
        // The index holds the elements of an array, not the array.
        return values == null || values.stream().anyMatch(BsonValue::isArray) ? null : values;
    }

    private static List<byte[]> points(Collection<BsonValue> values, SortOrder.Field field) {
        TreeSet<byte[]> distinct = new TreeSet<>(Arrays::compareUnsigned);
        for (BsonValue value : values) {
            distinct.add(encode(value, field));
            if (value.isNull()) {
                // Below an empty array a field counts as missing, but its key is another one.
                distinct.add(encode(new BsonUndefined(), field));
                distinct.add(encode(BsonNull.VALUE, field));
            }
        }
        return new ArrayList<>(distinct);
    }

    private static byte[] encode(BsonValue value, SortOrder.Field field) {
        return new KeyEncoder().value(value, field.descending()).toBytes();
    }

    /** Whether the range ends are of different kinds, so that nothing can match. */
    boolean isEmpty() {
        return lower != null && upper != null && lower.bytes[0] != upper.bytes[0];
    }
}
