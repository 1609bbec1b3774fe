package posthorn.ingress.scan;

import java.time.Duration;

/**
 * How scanners are asked, and what follows when they cannot be.
 *
 * @param waitLimit how long a message waits until fewer than {@code atOnce} are looked into
 * @param timeLimit for all of them together, from then on
 * @param atOnce messages that are looked into at the same time
 * @param whenDown what becomes of a message that a scanner has not looked into since it is down or
 *     busy
 * @param submissions whether messages of users are looked into, too
 */
public record ScanPolicy(
        Duration waitLimit,
        Duration timeLimit,
        int atOnce,
        WhenDown whenDown,
        boolean submissions) {

    /** What becomes of a message while a scanner is down. */
    public enum WhenDown {
        /** It is taken, and the record says that nobody has looked into it. */
        ACCEPT,
        /** It is told to come again. */
        DEFER
    }
}
