package posthorn.ingress.authentication;

import java.time.Duration;

/**
 * What the checks of one message may cost.
 *
 * @param time for all lookups together
 * @param reverseTime for what decides nothing: the name of the host, and SPF of the name in HELO
 *     where there is a reverse-path
 * @param questions to DNS
 * @param signatures that are checked; of more nothing is said
 */
public record AuthenticationLimits(
        Duration time, Duration reverseTime, int questions, int signatures) {}
