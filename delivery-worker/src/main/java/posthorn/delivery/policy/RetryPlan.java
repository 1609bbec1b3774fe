package posthorn.delivery.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a deferred destination is tried again, when the sender is told of the delay, and when it is
 * given up. Delays double from the first to the longest, each stretched or shortened by chance, so
 * that what was deferred together does not come back together; one attempt falls on the time of the
 * notice.
 *
 * <p>A message is given up only by an attempt that failed after its time, and never with fewer
 * attempts than the plan would have made: a queue that stood still for days owes the message its
 * attempts.
 */
public class RetryPlan {

    private final long first;
    private final long longest;
    private final double jitter;
    private final long noticeAfter;
    private final long lifetime;
    private final int planned;

    /**
     * A plan.
     *
     * @param first delay after the first attempt
     * @param longest no delay grows beyond it, before chance
     * @param jitter largest part by which chance changes a delay, from 0 to below 1
     * @param noticeAfter age at which the sender is told of the delay
     * @param lifetime age from which a failed attempt is the last
     */
    public RetryPlan(
            Duration first,
            Duration longest,
            double jitter,
            Duration noticeAfter,
            Duration lifetime) {
        this.first = first.toMillis();
        this.longest = longest.toMillis();
        this.jitter = jitter;
        this.noticeAfter = noticeAfter.toMillis();
        this.lifetime = lifetime.toMillis();
        this.planned = count();
    }

    /** Attempts that even the slowest run of this plan makes before the message's time is over. */
    public final int plannedAttempts() {
        return planned;
    }

    /**
     * When to try again.
     *
     * @param created when the message was accepted
     * @param now when the attempt failed
     * @param attempts how many were made, at least 1
     */
    public final long next(long created, long now, int attempts, RandomGenerator random) {
        double chance = 1 + jitter * (2 * random.nextDouble() - 1);
        long next = now + Math.max(1, Math.round(delay(attempts) * chance));
        long notice = created + noticeAfter;
        return now < notice && next > notice ? notice : next;
    }

    /** Whether the sender is to be told of the delay. */
    public final boolean noticeDue(long created, long now) {
        return now - created >= noticeAfter;
    }

    /**
     * Whether an attempt that failed now was the last.
     *
     * @param attempts how many were made, this one included
     */
    public boolean givesUp(long created, long now, int attempts) {
        return now - created >= lifetime && attempts >= planned;
    }

    private long delay(int attempts) {
        long delay = first;
        for (int i = 1; i < attempts && delay < longest; i++) {
            delay *= 2;
        }
        return Math.min(delay, longest);
    }

    private int count() {
        int attempts = 0;
        double at = 0;
        while (at < lifetime) {
            attempts++;
            at += delay(attempts) * (1 + jitter);
        }
        return Math.max(1, attempts);
    }
}
