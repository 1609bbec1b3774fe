package posthorn.ingress.limits;

import java.time.Duration;

/**
 * How often something may be done.
 *
 * @param event what
 * @param most how often within a window; 0: as often as one likes
 * @param window begins at a multiple of its length; whole seconds
 */
public record RateLimit(LimitedEvent event, long most, Duration window) {
    private static final int SHARES = 10;

    /** Events of one pod that are reported to the others only together. */
    long share() {
        return Math.max(1, most / SHARES);
    }

    /** When the window ends that a time is in; both in milliseconds since 1970. */
    long endOfWindow(long now) {
        long length = window.toMillis();
        return (now / length + 1) * length;
    }
}
