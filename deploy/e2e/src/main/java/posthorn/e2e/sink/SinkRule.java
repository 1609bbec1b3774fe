package posthorn.e2e.sink;

import java.util.function.Predicate;

/**
 * At a phase, for paths that match, some action, a number of times. The first rule that matches and
 * is not used up acts.
 *
 * @param path on the path of the phase, without angle brackets; empty where the phase has none
 * @param times how often it acts; {@link Integer#MAX_VALUE}: always
 */
public record SinkRule(SinkPhase phase, Predicate<String> path, SinkAction action, int times) {
    /** A rule that always acts, for every path. */
    public static SinkRule at(SinkPhase phase, SinkAction action) {
        return new SinkRule(phase, any -> true, action, Integer.MAX_VALUE);
    }

    /** The same for one path alone. */
    public SinkRule forPath(String only) {
        return new SinkRule(phase, only::equalsIgnoreCase, action, times);
    }

    /** The same, that often. */
    public SinkRule times(int count) {
        return new SinkRule(phase, path, action, count);
    }
}
