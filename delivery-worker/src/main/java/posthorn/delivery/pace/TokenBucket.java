package posthorn.delivery.pace;

/** Messages per minute, by a clock that never goes back; ten seconds' worth may go at once. */
final class TokenBucket {

    private static final double NANOS_PER_MINUTE = 60e9;
    private static final double BURST_MINUTES = 1.0 / 6;

    private double perMinute = Double.POSITIVE_INFINITY;
    private double tokens = 1;
    private long filledAt;

    /** Fills it up to now, at another pace from here on; infinite: no bound. */
    void pace(double messagesPerMinute, long nowNanos) {
        fill(nowNanos);
        perMinute = messagesPerMinute;
        tokens = Math.min(tokens, most());
    }

    /** How many may go now. */
    double left(long nowNanos) {
        fill(nowNanos);
        return tokens;
    }

    /** One goes. */
    void take() {
        tokens -= 1;
    }

    private void fill(long nowNanos) {
        double minutes = (nowNanos - filledAt) / NANOS_PER_MINUTE;
        filledAt = nowNanos;
        tokens =
                Double.isInfinite(perMinute)
                        ? most()
                        : Math.min(most(), tokens + Math.max(0, minutes) * perMinute);
    }

    private double most() {
        return Double.isInfinite(perMinute)
                ? Double.MAX_VALUE
                : Math.max(1, perMinute * BURST_MINUTES);
    }
}
