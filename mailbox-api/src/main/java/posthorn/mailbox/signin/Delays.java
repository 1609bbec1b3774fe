package posthorn.mailbox.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * How long somebody has to wait who failed to sign in. The first two failures cost nothing; each
 * further one doubles the wait, from one second to the longest. Within the wait nothing is tried,
 * so that many connections at once gain nothing. A success ends it. Counted for each login from
 * each client address; forgotten after a quarter of an hour, or when more than the bound fail at
 * once. Safe for all threads.
 */
public final class Delays {

    private static final int FREE = 2;
    private static final Duration FORGET = Duration.ofMinutes(15);

    private record Who(String login, String client) {}

    private record Failures(int count, long until) {}

    private final Cache<Who, Failures> failures;
    private final Ticker ticker;
    private final Duration longest;

    /**
     * @param longest the wait grows up to this
     * @param most logins and addresses that are remembered at once
     */
    public Delays(Duration longest, int most, Ticker ticker) {
        this.longest = longest;
        this.ticker = ticker;
        this.failures =
                Caffeine.newBuilder()
                        .maximumSize(most)
                        .expireAfterWrite(FORGET)
                        .ticker(ticker)
                        .build();
    }

    /** How much longer they have to wait; zero: not at all. */
    public Duration wait(String login, String client) {
        Failures known = failures.getIfPresent(new Who(login, client));
        return known == null || known.count() <= FREE
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, known.until() - ticker.read()));
    }

    /** They failed once more. */
    public void failed(String login, String client) {
        failures.asMap()
                .compute(
                        new Who(login, client),
                        (who, known) -> after(known == null ? 1 : known.count() + 1));
    }

    private Failures after(int count) {
        int doublings = Math.clamp(count - FREE - 1, 0, 30);
        long nanos = Math.min(longest.toNanos(), Duration.ofSeconds(1L << doublings).toNanos());
        return new Failures(count, ticker.read() + nanos);
    }

    /** They are who they say. */
    public void succeeded(String login, String client) {
        failures.invalidate(new Who(login, client));
    }
}
