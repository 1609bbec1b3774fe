package posthorn.store.update;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.bson.ValueOrder;
import posthorn.store.query.FieldTest;

/** What one update operator does to the value at one place. */
public sealed interface FieldChange {

    /**
     * The new value of the field, or null when it shall not be there.
     *
     * @param old the value so far, null when there is none
     */
    @Nullable BsonValue apply(@Nullable BsonValue old);

    /** Whether the change brings a missing field, and what lies above it, into being. */
    default boolean creates() {
        return true;
    }

    /** {@code $set}. */
    record Put(BsonValue value) implements FieldChange {
        @Override
        public BsonValue apply(@Nullable BsonValue old) {
            return value;
        }
    }

    /** {@code $unset}. */
    record Remove() implements FieldChange {
        @Override
        public @Nullable BsonValue apply(@Nullable BsonValue old) {
            return null;
        }

        @Override
        public boolean creates() {
            return false;
        }
    }

    /** {@code $inc}: a missing field counts as zero; what does not fit 32 bits becomes 64. */
    record Add(BsonNumber amount) implements FieldChange {
        @Override
        public BsonValue apply(@Nullable BsonValue old) {
            if (old == null) {
                return amount;
            }
            if (!(old instanceof BsonNumber number) || number.isDecimal128()) {
                throw CommandFailure.typeMismatch(
                        "cannot apply $inc to a value of non-numeric type");
            }
            if (number.isDouble() || amount.isDouble()) {
                return new BsonDouble(number.doubleValue() + amount.doubleValue());
            }
            return addWhole(number, amount);
        }

        private static BsonValue addWhole(BsonNumber number, BsonNumber amount) {
            long sum;
            try {
                sum = Math.addExact(number.longValue(), amount.longValue());
            } catch (ArithmeticException e) {
                throw CommandFailure.badValue("$inc would leave the range of 64 bits");
            }
            return number.isInt32() && amount.isInt32() && sum == (int) sum
                    ? new BsonInt32((int) sum)
                    : new BsonInt64(sum);
        }
    }

    /** {@code $min} and {@code $max}: the operand where the field is missing or lies beyond it. */
    record Limit(BsonValue value, boolean largest) implements FieldChange {
        @Override
        public BsonValue apply(@Nullable BsonValue old) {
            if (old == null) {
                return value;
            }
            int order = ValueOrder.INSTANCE.compare(value, old);
            return (largest ? order > 0 : order < 0) ? value : old;
        }
    }

    /**
     * {@code $push}.
     *
     * @param values what is appended
     * @param position where, from the end when negative; null for the end
     * @param slice how many elements stay, the last ones when negative; null for all
     */
    record Push(List<BsonValue> values, @Nullable Integer position, @Nullable Integer slice)
            implements FieldChange {
        @Override
        public BsonValue apply(@Nullable BsonValue old) {
            BsonArray array = copy(old, "$push");
            int at = position == null ? array.size() : position;
            at = at < 0 ? Math.max(0, array.size() + at) : Math.min(at, array.size());
            array.addAll(at, values);
            if (slice == null || Math.abs(slice) >= array.size()) {
                return array;
            }
            return new BsonArray(
                    slice >= 0
                            ? array.subList(0, slice)
                            : array.subList(array.size() + slice, array.size()));
        }
    }

    /** {@code $addToSet}. */
    record AddToSet(List<BsonValue> values) implements FieldChange {
        @Override
        public BsonValue apply(@Nullable BsonValue old) {
            BsonArray array = copy(old, "$addToSet");
            for (BsonValue value : values) {
                if (array.stream().noneMatch(e -> ValueOrder.equal(e, value))) {
                    array.add(value);
                }
            }
            return array;
        }
    }

    /** {@code $pull} and {@code $pullAll}: elements that satisfy the test go. */
    record Pull(FieldTest test) implements FieldChange {
        @Override
        public @Nullable BsonValue apply(@Nullable BsonValue old) {
            if (old == null) {
                return null;
            }
            BsonArray array = copy(old, "$pull");
            array.removeIf(test::matchesValue);
            return array;
        }

        @Override
        public boolean creates() {
            return false;
        }
    }

    /** {@code $pop}. */
    record Pop(boolean first) implements FieldChange {
        @Override
        public @Nullable BsonValue apply(@Nullable BsonValue old) {
            if (old == null) {
                return null;
            }
            BsonArray array = copy(old, "$pop");
            if (!array.isEmpty()) {
                array.remove(first ? 0 : array.size() - 1);
            }
            return array;
        }

        @Override
        public boolean creates() {
            return false;
        }
    }

    private static BsonArray copy(@Nullable BsonValue old, String operator) {
        if (old != null && !old.isArray()) {
            throw CommandFailure.badValue("cannot apply " + operator + " to a non-array value");
        }
        return old == null ? new BsonArray() : new BsonArray(List.copyOf(old.asArray()));
    }
}
