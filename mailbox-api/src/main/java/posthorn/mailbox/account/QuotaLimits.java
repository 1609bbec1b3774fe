package posthorn.mailbox.account;

/**
 * What an account may hold (RFC 9208 §5: STORAGE and MESSAGE).
 *
 * @param octets of all messages together, not below 0; 0: no limit
 * @param messages not below 0; 0: no limit
 */
public record QuotaLimits(long octets, long messages) {

    /** No limit at all. */
    public static final QuotaLimits NONE = new QuotaLimits(0, 0);

    /**
     * @throws IllegalArgumentException when one of them is below 0
     */
    public QuotaLimits {
        if (octets < 0 || messages < 0) {
            throw new IllegalArgumentException("A limit is below 0: " + octets + ", " + messages);
        }
    }

    /** A limit of octets alone. */
    public static QuotaLimits octets(long octets) {
        return new QuotaLimits(octets, 0);
    }

    /** Whether nothing is limited. */
    public boolean isNone() {
        return octets == 0 && messages == 0;
    }

    /** Whether so much is within the limits. */
    public boolean allows(QuotaUsage usage) {
        return (octets == 0 || usage.octets() <= octets)
                && (messages == 0 || usage.messages() <= messages);
    }
}
