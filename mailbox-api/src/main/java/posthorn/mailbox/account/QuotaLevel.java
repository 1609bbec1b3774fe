package posthorn.mailbox.account;

/**
 * How full an account is, in the steps that its owner is told of; by rising percentage, of the
 * resource that is scarcer.
 */
public enum QuotaLevel {
    /** There is nothing to tell. */
    LOW(0),
    NEARLY_FULL(80),
    ALMOST_FULL(95);

    private final int percent;

    QuotaLevel(int percent) {
        this.percent = percent;
    }

    /** Percentage of a limit from which on an account is at this level. */
    public int percent() {
        return percent;
    }

    /** The highest level that so much has reached. */
    public static QuotaLevel of(QuotaUsage usage, QuotaLimits limits) {
        QuotaLevel reached = LOW;
        for (QuotaLevel level : values()) {
            if (level.isReached(usage.octets(), limits.octets())
                    || level.isReached(usage.messages(), limits.messages())) {
                reached = level;
            }
        }
        return reached;
    }

    /** The level of that percentage, or the highest one below it. */
    public static QuotaLevel ofPercent(long percent) {
        QuotaLevel known = LOW;
        for (QuotaLevel level : values()) {
            if (level.percent <= percent) {
                known = level;
            }
        }
        return known;
    }

    /** Both quotients are the nearest doubles, so that equal ones are equal. */
    private boolean isReached(long used, long limit) {
        return limit > 0 && used / (double) limit >= percent / 100.0;
    }

    /** The lower one of the two. */
    QuotaLevel atMost(QuotaLevel other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
