package posthorn.runtime.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Over how long the connections of a listener that closes are told to come to their end. Told in
 * one moment, all of their clients would sign in elsewhere in the next. Safe for the threads that
 * {@code random} is safe for.
 *
 * @param over from the first to the last; zero: all at once
 * @param random where each stands within its share of that time, and in which order
 */
public record Spread(Duration over, RandomGenerator random) {

    /** All at once. */
    public static final Spread NONE = new Spread(Duration.ZERO, RandomGenerator.getDefault());

    /**
     * When each of so many is told, in no order: one in each of as many equal shares of the time,
     * at a random moment of it.
     */
    List<Duration> moments(int connections) {
        List<Duration> moments = new ArrayList<>(connections);
        double share = (double) over.toNanos() / Math.max(1, connections);
        for (int i = 0; i < connections; i++) {
            moments.add(Duration.ofNanos((long) (share * (i + random.nextDouble()))));
        }
        Collections.shuffle(moments, Random.from(random));
        return moments;
    }
}
