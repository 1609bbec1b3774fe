package posthorn.store.bson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.bson.BsonDecimal128;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import posthorn.store.CommandFailure;

class KeyEncoderTest {
    private static final long SEED = 20261123;
    private static final int PAIRS = 100_000;

    @Test
    void bytesSortAsTheValuesDo() {
        RandomValues values = new RandomValues(SEED);
        int equal = 0;
        for (int i = 0; i < PAIRS; i++) {
            BsonValue a = values.next();
            BsonValue b = values.next();
            int order = Integer.signum(ValueOrder.INSTANCE.compare(a, b));
            int bytes = Arrays.compareUnsigned(KeyEncoder.encode(a), KeyEncoder.encode(b));
            assertEquals(order, Integer.signum(bytes), () -> a + " and " + b);
            equal += order == 0 ? 1 : 0;
        }
        assertTrue(equal > 500, "only " + equal + " equal pairs");
    }

    @Test
    void descendingKeysSortTheOtherWayRoundWhateverFollows() {
        RandomValues values = new RandomValues(SEED + 1);
        for (int i = 0; i < PAIRS / 4; i++) {
            BsonValue a = values.next();
            BsonValue b = values.next();
            byte[] first = new KeyEncoder().value(a, true).value(values.next()).toBytes();
            byte[] second = new KeyEncoder().value(b, true).value(values.next()).toBytes();
            int order = Integer.signum(ValueOrder.INSTANCE.compare(b, a));
            if (order != 0) {
                int bytes = Arrays.compareUnsigned(first, second);
                assertEquals(order, Integer.signum(bytes), () -> a + " and " + b);
            }
        }
    }

    @Test
    void orderIsAnOrder() {
        RandomValues values = new RandomValues(SEED + 2);
        for (int i = 0; i < PAIRS / 4; i++) {
            BsonValue a = values.next();
            BsonValue b = values.next();
            BsonValue c = values.next();
            assertEquals(
                    Integer.signum(ValueOrder.INSTANCE.compare(a, b)),
                    -Integer.signum(ValueOrder.INSTANCE.compare(b, a)));
            if (ValueOrder.INSTANCE.compare(a, b) <= 0 && ValueOrder.INSTANCE.compare(b, c) <= 0) {
                assertTrue(ValueOrder.INSTANCE.compare(a, c) <= 0, () -> a + " " + b + " " + c);
            }
        }
    }

    @Test
    void decimalsAreNoKeys() {
        BsonValue decimal = new BsonDecimal128(Decimal128.parse("1.5"));
        assertThrows(CommandFailure.class, () -> KeyEncoder.encode(decimal));
    }
}
