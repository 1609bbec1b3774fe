package posthorn.store.rocks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.store.bson.DocumentPath;
import posthorn.store.bson.KeyEncoder;
import posthorn.store.query.Filter.Conjunct;
import posthorn.store.query.SortOrder;

/**
 * Turns what a filter says about the fields of one index into key ranges: leading fields with
 * certain values, then at most one field with a range. For one use.
 */
final class RangeBuilder {
    /** What it is worth that the index brings the rows in order. */
    static final int SORT = 40;

    private static final int POINT = 100;
    private static final int RANGE = 50;
    private static final int ALL_FIELDS_OF_UNIQUE = 1_000;

    /** More ranges than this are not worth it: the field is taken as unbound. */
    private static final int MAX_RANGES = 10_000;

    private final IndexDefinition index;
    private final List<Conjunct> conjuncts;
    private final Set<DocumentPath> constant = new HashSet<>();
    private final Map<String, String> elementsByRoot = new HashMap<>();
    private List<byte[]> prefixes;
    private int score;

    RangeBuilder(IndexDefinition index, int collection, List<Conjunct> conjuncts) {
        this.index = index;
        this.conjuncts = conjuncts;
        byte[] prefix =
                index.isPrimary()
                        ? ByteBuffer.allocate(4).putInt(collection).array()
                        : index.prefix();
        this.prefixes = List.of(prefix);
    }

    List<KeyRange> build() {
        List<SortOrder.Field> fields = index.order().fields();
        for (int i = 0; i < fields.size(); i++) {
            SortOrder.Field field = fields.get(i);
            boolean manyKeys = ((index.arrays() >> i) & 1) != 0;
            Bounds bounds = Bounds.of(field, conjuncts, manyKeys);
            if (bounds == null || (manyKeys && !sameElement(field, bounds))) {
                return whole();
            }
            List<byte[]> points = bounds.points();
            if (points == null) {
                score += RANGE;
                return bounds.isEmpty() ? List.of() : ranges(bounds, field.descending());
            }
            if ((long) points.size() * prefixes.size() > MAX_RANGES) {
                return whole();
            }
            prefixes = product(points);
            score += POINT;
            if (points.size() == 1 && !manyKeys) {
                constant.add(field.path());
            }
        }
        return index.unique() ? points() : whole();
    }

    /**
     * Two fields of one array: a key holds them of one element, while a document may meet the two
     * conditions with two elements, unless they stand in one {@code $elemMatch}.
     */
    private boolean sameElement(SortOrder.Field field, Bounds bounds) {
        String earlier = elementsByRoot.putIfAbsent(field.path().root(), bounds.element());
        return earlier == null || (!earlier.isEmpty() && earlier.equals(bounds.element()));
    }

    private List<byte[]> product(List<byte[]> points) {
        List<byte[]> next = new ArrayList<>(prefixes.size() * points.size());
        for (byte[] prefix : prefixes) {
            for (byte[] point : points) {
                next.add(joined(prefix, point));
            }
        }
        return next;
    }

    private List<KeyRange> points() {
        score += ALL_FIELDS_OF_UNIQUE;
        return prefixes.stream().map(key -> new KeyRange(key, key, true)).toList();
    }

    private List<KeyRange> whole() {
        return prefixes.stream()
                .map(prefix -> new KeyRange(prefix, KeyEncoder.successor(prefix), false))
                .toList();
    }

    private List<KeyRange> ranges(Bounds bounds, boolean descending) {
        Bounds.End low = descending ? complement(bounds.upper()) : bounds.lower();
        Bounds.End high = descending ? complement(bounds.lower()) : bounds.upper();
        List<KeyRange> ranges = new ArrayList<>();
        if (low == null || high == null) {
            return whole();
        }
        for (byte[] prefix : prefixes) {
            byte[] start = joined(prefix, low.bytes());
            byte[] end = joined(prefix, high.bytes());
            ranges.add(
                    new KeyRange(
                            low.inclusive() ? start : KeyEncoder.successor(start),
                            high.inclusive() ? KeyEncoder.successor(end) : end,
                            false));
        }
        return ranges;
    }

    private static Bounds.@Nullable End complement(Bounds.@Nullable End end) {
        if (end == null) {
            return null;
        }
        byte[] bytes = end.bytes().clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return new Bounds.End(bytes, end.inclusive());
    }

    private static byte[] joined(byte[] prefix, byte[] suffix) {
        return new KeyEncoder().raw(prefix).raw(suffix).toBytes();
    }

    int score() {
        return score;
    }

    /** Whether all rows have the same value in this field. */
    boolean isConstant(DocumentPath path) {
        return constant.contains(path);
    }
}
