package posthorn.delivery.pace;

import java.time.Duration;

/**
 * The limits within which a site's pace moves.
 *
 * @param firstConnections connections to a site of which nothing is known, of all workers together
 * @param mostConnections what they grow to
 * @param leastPerMinute messages per minute that a bound does not fall below
 * @param mostPerMinute messages per minute from which there is no bound any more
 * @param stepPerMinute what a bound on messages grows by in a minute of good replies
 * @param aloneConnections connections of a worker that has no share
 * @param alonePerMinute messages per minute of a worker that has no share of a bound
 * @param lease how long a share counts
 * @param deadAfter attempts in a row without any reply from which on a site rests
 * @param firstRest its first rest; it doubles with every fourth further attempt
 * @param longestRest its longest rest
 * @param remembered sites, and destinations, that a worker remembers
 */
public record PaceLimits(
        int firstConnections,
        int mostConnections,
        int leastPerMinute,
        int mostPerMinute,
        int stepPerMinute,
        int aloneConnections,
        int alonePerMinute,
        Duration lease,
        int deadAfter,
        Duration firstRest,
        Duration longestRest,
        int remembered) {

    private static final int MOST_DOUBLINGS = 20;
    private static final int ATTEMPTS_PER_DOUBLING = 4;

    /** How long a site rests that has not answered so often in a row; zero: it does not. */
    Duration rest(int lostInRow) {
        if (lostInRow < deadAfter) {
            return Duration.ZERO;
        }
        int doublings = Math.min((lostInRow - deadAfter) / ATTEMPTS_PER_DOUBLING, MOST_DOUBLINGS);
        Duration rest = firstRest.multipliedBy(1L << doublings);
        return rest.compareTo(longestRest) < 0 ? rest : longestRest;
    }
}
