package posthorn.store.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often what goes wrong. Immutable. The same seed makes the same choices for the same sequence
 * of commands on the same sequence of connections.
 *
 * @param seed where the choices come from
 * @param shares how often each fault meets a command that it fits, 0 to 1; a missing one never does
 * @param longestDelay the bound of the delays
 */
public record FaultPlan(long seed, Map<Fault, Double> shares, Duration longestDelay) {

    /** Copies and checks the shares. */
    public FaultPlan {
        shares = Map.copyOf(shares);
        for (double share : shares.values()) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share lies between 0 and 1, not " + share);
            }
        }
    }

    /** Every fault, each often enough to be met in a test of some hundred commands. */
    public static FaultPlan everything(long seed) {
        Map<Fault, Double> shares = new EnumMap<>(Fault.class);
        shares.put(Fault.LOSE_REQUEST, 0.02);
        shares.put(Fault.LOSE_ANSWER, 0.04);
        shares.put(Fault.DELAY_REQUEST, 0.1);
        shares.put(Fault.DELAY_ANSWER, 0.1);
        shares.put(Fault.REPEAT_INSERT, 0.1);
        shares.put(Fault.SPLIT_INSERT, 0.5);
        shares.put(Fault.SPLIT_STATEMENT, 0.5);
        shares.put(Fault.SPLIT_FIND, 0.3);
        shares.put(Fault.NOT_PRIMARY, 0.01);
        shares.put(Fault.STEPPED_DOWN, 0.02);
        shares.put(Fault.WRITE_CONCERN_ERROR, 0.02);
        shares.put(Fault.WRITE_CONCERN_TIMEOUT, 0.02);
        shares.put(Fault.FORGET_WRITE, 0.02);
        return new FaultPlan(seed, shares, Duration.ofMillis(20));
    }

    /** The same plan with another share of one fault. */
    public FaultPlan with(Fault fault, double share) {
        Map<Fault, Double> changed = new EnumMap<>(Fault.class);
        changed.putAll(shares);
        changed.put(fault, share);
        return new FaultPlan(seed, changed, longestDelay);
    }

    double share(Fault fault) {
        return shares.getOrDefault(fault, 0.0);
    }
}
