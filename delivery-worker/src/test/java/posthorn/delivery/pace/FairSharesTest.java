package posthorn.delivery.pace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A bound is divided fairly, and all of it that is wanted. */
class FairSharesTest {

    @Test
    void nobodyGetsMoreThanTheyWantAndTheRestIsDivided() {
        assertArrayEquals(new int[] {2, 4, 4}, FairShares.of(10, new int[] {2, 20, 20}));
        assertArrayEquals(new int[] {1, 0}, FairShares.of(1, new int[] {9, 9}));
        assertArrayEquals(new int[] {3, 1}, FairShares.of(10, new int[] {3, 1}));
        assertArrayEquals(
                new double[] {2, 4, 4}, FairShares.of(10, new double[] {2, 20, 20}), 1e-9);
    }

    @Test
    void isMaxMinFairForAllThatCanBeWanted() {
        Random random = new Random(11);
        for (int run = 0; run < 2000; run++) {
            int total = random.nextInt(40);
            int[] wants = random.ints(1 + random.nextInt(6), 0, 30).toArray();
            int[] shares = FairShares.of(total, wants);
            assertEquals(Math.min(total, Arrays.stream(wants).sum()), Arrays.stream(shares).sum());
            double[] divided =
                    FairShares.of(total, Arrays.stream(wants).asDoubleStream().toArray());
            assertEquals(
                    Math.min(total, Arrays.stream(wants).sum()),
                    Arrays.stream(divided).sum(),
                    1e-6);
            for (int i = 0; i < wants.length; i++) {
                assertTrue(shares[i] <= wants[i] && divided[i] <= wants[i] + 1e-9);
                for (int j = 0; j < wants.length; j++) {
                    boolean poorer = shares[i] < shares[j] - 1;
                    assertTrue(!poorer || shares[i] == wants[i], "who has less wants no more");
                }
            }
        }
    }
}
