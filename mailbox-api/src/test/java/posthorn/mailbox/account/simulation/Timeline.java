package posthorn.mailbox.account.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Virtual time and all chance of one run: the same seed gives the same run. */
final class Timeline {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final SplittableRandom random;
    private long now = SECOND;
    private long sequence;
    private long steps;

    private record Event(long at, long sequence, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    Timeline(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One that begins later, with another seed that follows from a seed. */
    Timeline(long seed, long begin) {
        this(~seed);
        now = begin;
    }

    /** Nanoseconds since the world began. */
    long now() {
        return now;
    }

    /** Time of day, milliseconds since 1970. */
    long millis() {
        return 1_700_000_000_000L + now / MILLI;
    }

    long steps() {
        return steps;
    }

    void at(long time, Runnable what) {
        events.add(new Event(Math.max(time, now), ++sequence, what));
    }

    void after(long nanos, Runnable what) {
        at(now + nanos, what);
    }

    /** Does the next thing; false: nothing is left. */
    boolean step() {
        var next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        steps++;
        next.what().run();
        return true;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Nanoseconds between two bounds, given in milliseconds. */
    long between(double fromMillis, double toMillis) {
        return (long) ((fromMillis + random.nextDouble() * (toMillis - fromMillis)) * MILLI);
    }

    /** Mostly short, sometimes long, rarely very long; nanoseconds. */
    long delay(double rare) {
        double dice = random.nextDouble();
        if (dice < rare / 10) {
            return between(5_000, 45_000);
        }
        return dice < rare ? between(100, 5_000) : between(0.3, 8);
    }

    String id() {
        return Long.toString(random.nextLong() >>> 1, 36);
    }
}
