package posthorn.ingress.session;

import java.time.Duration;

/**
 * How long a message may take to come in: what comes at the least rate never meets its deadline.
 */
final class MessagePace {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final SmtpSessionSettings settings;
    private final PendingActions out;

    MessagePace(SmtpSessionSettings settings, PendingActions out) {
        this.settings = settings;
        this.out = out;
    }

    /** The client may take the whole time from now on. */
    void begin() {
        out.add(new Action.Deadline(settings.dataTimeout()));
    }

    /** So many octets have come in. */
    void earn(int octets) {
        Duration most = settings.dataTimeout();
        int rate = settings.minDataRate();
        Duration more = rate == 0 ? most : Duration.ofNanos(octets * NANOS_PER_SECOND / rate);
        out.add(new Action.ExtendDeadline(more, most));
    }
}
