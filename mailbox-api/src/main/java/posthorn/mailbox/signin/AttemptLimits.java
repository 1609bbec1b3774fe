package posthorn.mailbox.signin;

import java.time.Duration;
import posthorn.mailbox.signin.SignInRecords.Count;

/**
 * How long somebody has to wait after attempts that failed. The first ones cost nothing; each
 * further one doubles the wait, from one second to the longest. Within the wait nothing is tried.
 *
 * @param freeOfPair attempts of one login from one network that cost nothing
 * @param freeOfLogin attempts of one login, from all networks together
 * @param freeOfNetwork attempts from one network, of all logins together
 * @param longest the wait grows up to this
 */
public record AttemptLimits(int freeOfPair, int freeOfLogin, int freeOfNetwork, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /** Whether nothing may be tried at that time (milliseconds since 1970). */
    boolean waits(SignInKey.Kind kind, Count count, long now) {
        return now < count.last() + wait(kind, count.attempts()).toMillis();
    }

    /** The wait after so many attempts. */
    Duration wait(SignInKey.Kind kind, int attempts) {
        int beyond = attempts - free(kind);
        if (beyond <= 0) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(beyond - 1, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    private int free(SignInKey.Kind kind) {
        return switch (kind) {
            case PAIR -> freeOfPair;
            case LOGIN -> freeOfLogin;
            case NETWORK -> freeOfNetwork;
        };
    }
}
