package posthorn.ingress.limits;

import java.time.Duration;

/**
 * A limit is used up.
 *
 * @param limit which
 * @param left until its window is over, and events count anew; at least a second
 */
public record Excess(RateLimit limit, Duration left) {}
