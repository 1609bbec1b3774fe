package posthorn.frontend.api;

import java.time.Duration;

/** Pauses between attempts: none, then 50 ms, then doubled up to 2 s. For one thread at a time. */
final class ReconnectBackoff {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Duration next = Duration.ZERO;

    /** An attempt succeeded: the next pause is none. */
    void reset() {
        next = Duration.ZERO;
    }

    Duration next() {
        Duration now = next;
        Duration doubled = now.isZero() ? FIRST : now.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return now;
    }
}
