package posthorn.store.query;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.bson.DocumentPath;
import posthorn.store.bson.ValueOrder;

/** What a condition asks of one field. Null stands for a field that is not there. */
public sealed interface FieldTest {

    /** Whether the field at {@code path} of the document satisfies the test. */
    boolean matches(DocumentPath path, BsonDocument document);

    /** Whether a single value satisfies the test, as {@code $pull} and array filters ask. */
    default boolean matchesValue(BsonValue value) {
        return matches(VALUE, new BsonDocument(VALUE.name(), value));
    }

    /** The field that {@link #matchesValue} puts a value into. */
    DocumentPath VALUE = DocumentPath.of("value");

    /** {@code $eq}: the value, an array that contains it, or for null a missing field. */
    record Equal(BsonValue operand) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyElement(document, this::test);
        }

        private boolean test(@Nullable BsonValue value) {
            return value == null ? operand.isNull() : ValueOrder.equal(value, operand);
        }
    }

    /**
     * {@code $in}: equal to one of the values.
     *
     * @param operands in the order of values, each once
     */
    record In(SortedSet<BsonValue> operands) implements FieldTest {
        /** One of these. */
        public static In of(Collection<BsonValue> operands) {
            SortedSet<BsonValue> sorted = new TreeSet<>(ValueOrder.INSTANCE);
            sorted.addAll(operands);
            return new In(sorted);
        }

        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyElement(document, this::test);
        }

        private boolean test(@Nullable BsonValue value) {
            return operands.contains(value == null ? BsonNull.VALUE : value);
        }
    }

    /**
     * {@code $gt}, {@code $gte}, {@code $lt}, {@code $lte}: only values of the operand's own kind
     * are compared; everything compares with the smallest and the largest key.
     *
     * @param above whether larger values match, not smaller ones
     * @param inclusive whether the operand itself matches
     */
    record Range(BsonValue operand, boolean above, boolean inclusive) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyElement(document, this::test);
        }

        private boolean test(@Nullable BsonValue value) {
            if (value == null) {
                return operand.isNull() && inclusive;
            }
            if (!unbounded()
                    && ValueOrder.rank(value.getBsonType())
                            != ValueOrder.rank(operand.getBsonType())) {
                return false;
            }
            int order = ValueOrder.INSTANCE.compare(value, operand);
            return order == 0 ? inclusive : above == order > 0;
        }

        /** Whether the operand is the smallest or largest key, which values of any kind meet. */
        public boolean unbounded() {
            return switch (operand.getBsonType()) {
                case MIN_KEY, MAX_KEY -> true;
                default -> false;
            };
        }
    }

    /** {@code $exists}. */
    record Exists(boolean wanted) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyValue(document, value -> value != null) == wanted;
        }
    }

    /** {@code $size}: an array of this length. */
    record Size(long length) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyValue(
                    document,
                    value -> value != null && value.isArray() && value.asArray().size() == length);
        }
    }

    /** {@code $all}: each of the tests is satisfied, perhaps by different elements. */
    record Every(List<FieldTest> tests) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return tests.stream().allMatch(test -> test.matches(path, document));
        }
    }

    /** {@code $not}, and with it {@code $ne} and {@code $nin}. */
    record Not(FieldTest test) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return !test.matches(path, document);
        }
    }

    /**
     * {@code $elemMatch} with conditions on fields: one element, a document, satisfies them all.
     */
    record ElementMatches(Filter filter) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyValue(
                    document,
                    value ->
                            value != null
                                    && value.isArray()
                                    && value.asArray().stream()
                                            .anyMatch(e ->
                                                    e.isDocument()
                                                            && filter.matches(e.asDocument())));
        }
    }

    /** {@code $elemMatch} with operators: one element satisfies them all. */
    record ElementIs(FieldTest test) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyValue(
                    document,
                    value ->
                            value != null
                                    && value.isArray()
                                    && value.asArray().stream().anyMatch(test::matchesValue));
        }
    }

    /** A filter on the value itself, which must be a document; {@code $pull} asks so. */
    record ElementFilter(Filter filter) implements FieldTest {
        @Override
        public boolean matches(DocumentPath path, BsonDocument document) {
            return path.anyValue(
                    document,
                    value ->
                            value != null
                                    && value.isDocument()
                                    && filter.matches(value.asDocument()));
        }
    }
}
