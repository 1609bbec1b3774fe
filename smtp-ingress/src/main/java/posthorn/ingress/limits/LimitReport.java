package posthorn.ingress.limits;

/**
 * Events of this pod that the others are to know of.
 *
 * @param limit that they count for
 * @param subject whose they are
 * @param more how many, at least 1
 */
public record LimitReport(RateLimit limit, Subject subject, long more) {}
