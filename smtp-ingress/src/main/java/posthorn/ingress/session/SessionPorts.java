package posthorn.ingress.session;

import java.time.Duration;

/**
 * Everything outside that an {@link PortCall} may need.
 *
 * @param directory of addresses and accounts
 * @param log of accepted messages
 * @param bodies too large for the log
 * @param refused recipients, counted
 * @param pause lets time pass
 */
public record SessionPorts(
        Directory directory,
        MessageLog log,
        TransitStore bodies,
        RefusedRecipients refused,
        Pause pause) {

    /** A way to let time pass. */
    @FunctionalInterface
    public interface Pause {
        /** Returns when the time is over. */
        void forTime(Duration time) throws InterruptedException;
    }
}
